#include "mooring/app/delivering/hit_recorder.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mooring::app::delivering {
namespace {

class Kept final : public storage::HitSpool {
public:
    bool append(analytics::RawHit hit) override {
        hits.push_back(std::move(hit));
        return true;
    }
    Result<void> settle() override { return ok(); }
    Result<storage::SpoolPosition> read(storage::SpoolPosition from,
                                        const std::function<bool(const analytics::RawHit&)>&) override {
        return from;
    }
    std::uint64_t shed() const override { return 0; }

    std::vector<analytics::RawHit> hits;
};

class OneKey final : public analytics::ListenerKeys {
public:
    Result<analytics::ListenerKey> key_for(Instant) override { return analytics::ListenerKey{}; }
    analytics::ListenerKey opt_out_key_for(Instant) override { return {}; }
};

class Bergen final : public analytics::PlaceFinder {
public:
    analytics::Place find(const IpAddress&) const override { return {"NO", "Vestland", "Bergen", 64500}; }
    std::vector<analytics::PlaceData> data() const override { return {}; }
};

class HitRecorderTest : public testing::Test {
protected:
    analytics::RawHit record(const analytics::HitHeaders& headers) {
        HitRecorder recorder{spool_, keys_, random_, 1, metrics_, &places_};
        const HitQuestion question{.client = IpAddress::v4(192, 0, 2, 10), .method = "GET", .headers = headers};
        return recorder.begin(question, {.status = 200});
    }

    Kept spool_;
    OneKey keys_;
    SeededRandom random_{1};
    MetricRegistry metrics_;
    analytics::CurrentPlaces places_;
};

TEST_F(HitRecorderTest, PlacesAHitBeforeItsAddressIsDropped) {
    places_.set(std::make_shared<Bergen>());
    const auto hit = record({.user_agent = "Overcast/3.0"});
    EXPECT_EQ(hit.country, "NO");
    EXPECT_EQ(hit.region, "Vestland");
    EXPECT_EQ(hit.city, "Bergen");
    EXPECT_EQ(hit.asn, 64500U);
}

TEST_F(HitRecorderTest, PlacesListenersWhoOptedOutInACountryOnly) {
    places_.set(std::make_shared<Bergen>());
    const auto hit = record({.user_agent = "Overcast/3.0", .sec_gpc = "1"});
    EXPECT_EQ(hit.country, "NO");
    EXPECT_EQ(hit.region, "");
    EXPECT_EQ(hit.city, "");
}

TEST_F(HitRecorderTest, KnowsNoPlaceWithoutData) {
    EXPECT_EQ(record({.user_agent = "Overcast/3.0"}).country, "");
}

}  // namespace
}  // namespace mooring::app::delivering
