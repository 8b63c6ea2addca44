#include "mooring/app/measuring/event_counter.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "mooring/base/time_text.hpp"
#include "mooring/storage/plays/memory/memory_plays.hpp"

namespace mooring::app::measuring {
namespace {

using analytics::EventType;
using analytics::ListenerEvent;
using analytics::Metric;
using analytics::TelemetryType;
using std::chrono::seconds;

constexpr std::chrono::sys_days day_one = std::chrono::year{2026} / 3 / 3;

class ListedEvents final : public storage::EventSpool {
public:
    bool append(const ListenerEvent& event) override {
        events_.push_back(event);
        return true;
    }
    Result<void> settle() override { return ok(); }
    Result<storage::SpoolPosition> read(storage::SpoolPosition from,
                                        const std::function<bool(const ListenerEvent&)>& visit) override {
        while (from.offset < events_.size()) {
            ++from.offset;
            if (!visit(events_[from.offset - 1])) break;
        }
        return from;
    }

private:
    std::vector<ListenerEvent> events_;
};

class EventCounterTest : public testing::Test {
protected:
    EventCounterTest() { start(); }
    void start() {
        counter_ = std::make_unique<EventCounter>(EventCounter::Ports{
            spool_, plays_, [this](const std::string& id, std::chrono::sys_days) { noted_.push_back(id); }, metrics_});
    }
    ListenerEvent event(TelemetryType type, std::string_view at, std::string pid = "p1") {
        ListenerEvent event;
        event.type = type;
        event.playback.id[0] = static_cast<std::byte>(++last_id_);
        if (type <= TelemetryType::end) event.playback.type = static_cast<EventType>(type);
        event.playback.at = parse_iso8601(at).value();
        event.playback.playback_id = std::move(pid);
        event.playback.show = domain::ShowId{1};
        event.playback.episode = domain::EpisodeId{5};
        event.playback.revision = "abc";
        event.playback.actor.fill(std::byte{3});
        event.duration = seconds{600};
        event.surface = "HOME";
        return event;
    }
    ListenerEvent heard(std::string_view at, std::int64_t from, std::int64_t to, std::string pid = "p1") {
        ListenerEvent made = event(TelemetryType::progress, at, std::move(pid));
        made.playback.heard_ms = {{from, to}};
        return made;
    }
    void count() {
        for (;;) {
            const auto counted = counter_->count_some(100);
            ASSERT_TRUE(counted) << counted.error().message;
            if (*counted == 0) return;
        }
    }
    std::int64_t total(Metric metric) {
        analytics::MetricQuery query;
        query.subject.shows = {domain::ShowId{1}};
        query.metric = metric;
        query.days = {day_one, day_one + std::chrono::days{2}};
        const auto table = plays_.answer(query);
        if (!table) throw std::runtime_error(table.error().message);
        return table->cells.at(0).count;
    }

    ListedEvents spool_;
    storage::memory::MemoryPlays plays_;
    MetricRegistry metrics_;
    std::unique_ptr<EventCounter> counter_;
    std::vector<std::string> noted_;
    int last_id_ = 0;
};

TEST_F(EventCounterTest, ReportsBecomeASession) {
    spool_.append(event(TelemetryType::start, "2026-03-03T10:00:00Z"));
    spool_.append(heard("2026-03-03T10:00:45Z", 0, 45'000));
    count();
    EXPECT_EQ(total(Metric::starts), 1);
    EXPECT_EQ(total(Metric::streams), 0);
    spool_.append(heard("2026-03-03T10:01:05Z", 45'000, 65'000));
    count();
    EXPECT_EQ(total(Metric::starts), 1);
    EXPECT_EQ(total(Metric::streams), 1);
    EXPECT_FALSE(noted_.empty());
    EXPECT_EQ(noted_.front(), "p1");
}

TEST_F(EventCounterTest, GoesOnAfterARestartAndCountsNothingTwice) {
    spool_.append(event(TelemetryType::start, "2026-03-03T10:00:00Z"));
    spool_.append(heard("2026-03-03T10:00:45Z", 0, 45'000));
    count();
    noted_.clear();
    start();
    spool_.append(heard("2026-03-03T10:01:05Z", 45'000, 65'000));
    count();
    EXPECT_EQ(total(Metric::starts), 1);
    EXPECT_EQ(total(Metric::streams), 1);
    EXPECT_EQ(noted_.front(), "p1") << "what was kept is told again";
    start();
    count();
    EXPECT_EQ(total(Metric::streams), 1);
}

TEST_F(EventCounterTest, ImpressionsAndFollowsAreFacts) {
    spool_.append(event(TelemetryType::impression, "2026-03-03T10:00:00Z"));
    spool_.append(event(TelemetryType::impression, "2026-03-03T10:10:00Z"));
    spool_.append(event(TelemetryType::follow, "2026-03-03T10:00:00Z"));
    spool_.append(event(TelemetryType::follow, "2026-03-03T11:00:00Z"));
    count();
    EXPECT_EQ(total(Metric::impressions), 1);
    EXPECT_EQ(total(Metric::followers), 1);
}

TEST_F(EventCounterTest, OnePlaybackIdOfTwoEpisodesIsTwoSessions) {
    spool_.append(heard("2026-03-03T10:01:05Z", 0, 65'000));
    ListenerEvent other = heard("2026-03-03T10:03:05Z", 0, 65'000);
    other.playback.episode = domain::EpisodeId{6};
    spool_.append(other);
    count();
    EXPECT_EQ(total(Metric::starts), 2);
}

}  // namespace
}  // namespace mooring::app::measuring
