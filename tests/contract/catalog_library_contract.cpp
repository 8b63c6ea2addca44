#include <chrono>
#include <vector>

#include "catalog_contract.hpp"

// Saved shows and episodes, and places in episodes (webapi-v1.md, 5.2 and 7.5 to 7.7).

namespace mooring::contract {
namespace {

using domain::AccountId;
using domain::Episode;
using domain::EpisodeId;
using domain::Show;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using namespace std::chrono_literals;

class CatalogLibraryContract : public CatalogContract {
protected:
    AccountId add_account() {
        domain::Account account;
        account.opaque_id = samples.unique(22);
        account.username = samples.unique(10);
        account.email = account.username + "@harbour.example";
        account.created_at = sample_now;
        return change([&](CatalogTransaction& tx) { return tx.account_writer().insert(account); });
    }
    void save(AccountId account, const Show& show, Instant at) {
        change([&](CatalogTransaction& tx) { return tx.library_writer().save_show(account, show.id, at); });
    }
    void save(AccountId account, const Episode& episode, Instant at) {
        change([&](CatalogTransaction& tx) { return tx.library_writer().save_episode(account, episode.id, at); });
    }
    auto shows_of(AccountId account, std::int64_t offset = 0, std::int64_t limit = 50) {
        return ask([&](CatalogSnapshot& at) { return at.library().list_shows(account, offset, limit); });
    }
    auto episodes_of(AccountId account, Instant now = sample_now) {
        return ask([&](CatalogSnapshot& at) { return at.library().list_episodes(account, now, 0, 50); });
    }
};

MOORING_ON_EVERY_ENGINE(CatalogLibraryContract);

TEST_P(CatalogLibraryContract, KeepsShowsNewestFirstAndTheFirstTime) {
    const AccountId ada = add_account();
    const AccountId bo = add_account();
    const Show one = add_show();
    const Show two = add_show();
    save(ada, one, sample_now);
    save(ada, two, sample_now + 1s);
    save(ada, one, sample_now + 2s);
    const auto saved = shows_of(ada);
    ASSERT_EQ(saved.size(), 2U);
    EXPECT_EQ(saved[0].id, two.id);
    EXPECT_EQ(saved[1].id, one.id);
    EXPECT_EQ(saved[1].added_at, sample_now) << "saving again keeps the first time";
    EXPECT_EQ(shows_of(ada, 1, 1).at(0).id, one.id);
    EXPECT_TRUE(shows_of(bo).empty());
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.library().has_show(ada, one.id); }));
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.library().has_show(bo, one.id); }));
    for (int times = 0; times < 2; ++times) {
        change([&](CatalogTransaction& tx) { return tx.library_writer().remove_show(ada, one.id); });
    }
    EXPECT_EQ(shows_of(ada).size(), 1U);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.library().count_shows(ada); }), 1);
}

TEST_P(CatalogLibraryContract, ListsOnlyWhatTheCatalogueLists) {
    const AccountId ada = add_account();
    Show show = add_show();
    Episode episode = samples.episode(show);
    episode.publish_at = sample_now + 1min;
    episode.status = domain::EpisodeStatus::scheduled;
    episode = add(episode);
    save(ada, show, sample_now);
    save(ada, episode, sample_now);
    const auto count = [&](Instant now) {
        return ask([&](CatalogSnapshot& at) { return at.library().count_episodes(ada, now); });
    };
    EXPECT_TRUE(episodes_of(ada).empty());
    EXPECT_EQ(count(sample_now), 0);
    EXPECT_EQ(episodes_of(ada, sample_now + 1min).at(0).id, episode.id);
    EXPECT_EQ(count(sample_now + 1min), 1);
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.library().has_episode(ada, episode.id); }));
    show.is_suspended = true;
    update(show);
    EXPECT_TRUE(shows_of(ada).empty());
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.library().count_shows(ada); }), 0);
    EXPECT_TRUE(episodes_of(ada, sample_now + 1min).empty());
    show.is_suspended = false;
    update(show);
    EXPECT_EQ(shows_of(ada).size(), 1U) << "it comes back";
    change([&](CatalogTransaction& tx) { return tx.library_writer().remove_episode(ada, episode.id); });
    EXPECT_EQ(count(sample_now + 1min), 0);
}

TEST_P(CatalogLibraryContract, RefusesWhatDoesNotExist) {
    const AccountId ada = add_account();
    const auto saved = catalog().write(
        [&](CatalogTransaction& tx) { return tx.library_writer().save_episode(ada, EpisodeId{77}, sample_now); });
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, Errc::not_found);
}

TEST_P(CatalogLibraryContract, RemembersThePlaceInAnEpisode) {
    const AccountId ada = add_account();
    const Episode episode = add(samples.episode(add_show()));
    const auto place = [&] {
        return ask([&](CatalogSnapshot& at) { return at.library().find_resume_point(ada, episode.id); });
    };
    EXPECT_FALSE(place());
    for (const auto& point :
         {storage::ResumePoint{false, 412s, sample_now}, storage::ResumePoint{true, 0s, sample_now + 1s}}) {
        change([&](CatalogTransaction& tx) { return tx.library_writer().put_resume_point(ada, episode.id, point); });
        ASSERT_TRUE(place());
        EXPECT_EQ(place()->is_fully_played, point.is_fully_played);
        EXPECT_EQ(place()->position, point.position);
        EXPECT_EQ(place()->updated_at, point.updated_at);
    }
}

}  // namespace
}  // namespace mooring::contract
