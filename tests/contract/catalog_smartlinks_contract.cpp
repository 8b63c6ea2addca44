#include <chrono>
#include <string>
#include <vector>

#include "catalog_contract.hpp"

// Smart links and the clicks on them (creators-graphql.md, 11).

namespace mooring::contract {
namespace {

using domain::EpisodeId;
using domain::Smartlink;
using std::chrono::days;
using std::chrono::sys_days;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

class SmartlinkContract : public CatalogContract {
protected:
    void SetUp() override {
        CatalogContract::SetUp();
        show = add_show();
    }
    EpisodeId add_episode() { return add(samples.episode(show)).id; }
    void insert(const Smartlink& link) {
        change([&](CatalogTransaction& tx) { return tx.smartlink_writer().insert(link); });
    }
    void click(const std::vector<storage::SmartlinkClicks>& clicks) {
        change([&](CatalogTransaction& tx) { return tx.smartlink_writer().add_clicks(clicks); });
    }
    auto clicks_of(sys_days begin, sys_days end) {
        return ask([&](CatalogSnapshot& at) { return at.smartlinks().clicks_of(show.id, begin, end); });
    }

    domain::Show show;
};

MOORING_ON_EVERY_ENGINE(SmartlinkContract);

TEST_P(SmartlinkContract, AreFoundByTheirCodeAndTheirEpisode) {
    const EpisodeId with = add_episode(), without = add_episode();
    const Smartlink link{"aB3xY", show.id, with, sample_now};
    insert(link);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.smartlinks().find("aB3xY"); }), link);
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.smartlinks().find("ab3xy"); })) << "letters have a case";
    const auto of = [&](std::vector<EpisodeId> ids) {
        return ask([&](CatalogSnapshot& at) { return at.smartlinks().of_episodes(ids); });
    };
    EXPECT_EQ(of({without, with}), (std::vector{link}));
    EXPECT_TRUE(of({}).empty());
}

TEST_P(SmartlinkContract, AnEpisodeHasOneAndACodeLeadsToOne) {
    const EpisodeId one = add_episode(), two = add_episode();
    insert({"first", show.id, one, sample_now});
    for (const Smartlink& link : {Smartlink{"second", show.id, one, sample_now}, {"first", show.id, two, sample_now}}) {
        const auto refused =
            catalog().write([&](CatalogTransaction& tx) { return tx.smartlink_writer().insert(link); });
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::conflict);
    }
}

TEST_P(SmartlinkContract, ClicksAddUpByDay) {
    const EpisodeId one = add_episode(), two = add_episode();
    const Smartlink older{"older", show.id, one, sample_now}, newer{"newer", show.id, two, sample_now + days{1}};
    insert(newer);
    insert(older);
    const sys_days day = std::chrono::floor<days>(sample_now);
    click({{"older", day, 2}, {"newer", day, 1}, {"older", day + days{1}, 5}});
    click({{"older", day, 3}, {"gone", day, 9}});
    using Counted = std::vector<std::pair<Smartlink, std::int64_t>>;
    EXPECT_EQ(clicks_of(day, day + days{1}), (Counted{{older, 5}, {newer, 1}}));
    EXPECT_EQ(clicks_of(day, day + days{2}), (Counted{{older, 10}, {newer, 1}}));
    EXPECT_EQ(clicks_of(day + days{1}, day + days{1}), (Counted{{older, 0}, {newer, 0}}));
}

}  // namespace
}  // namespace mooring::contract
