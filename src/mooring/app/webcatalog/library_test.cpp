#include "mooring/app/webcatalog/library.hpp"

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::webcatalog {
namespace {

using domain::AccountId;
using domain::Episode;
using publishing::test::must;
using Kind = LibraryItem::Kind;
using namespace std::chrono_literals;

class LibraryTest : public publishing::test::CatalogTest {
protected:
    LibraryTest() {
        domain::Account account;
        account.opaque_id = "0ada000000000000000000";
        account.username = "ada";
        account.email = "ada@harbour.example";
        ada =
            must(catalog->write([&](storage::CatalogTransaction& tx) { return tx.account_writer().insert(account); }));
        episode = make_episode("one");
        items = {{Kind::show, stored_show().opaque_id}, {Kind::episode, episode.opaque_id}};
    }
    std::vector<bool> saved() { return must(library.contains(ada, items)); }
    ListingScope in(const std::string& country) { return {country, clock.now()}; }

    AccountId ada;
    Episode episode;
    std::vector<LibraryItem> items;
    Library library{*catalog, clock};
    WebCatalog listings{*catalog, {urls, "", "en"}};
};

TEST_F(LibraryTest, SavesAndRemovesAllOrNothing) {
    EXPECT_EQ(saved(), (std::vector{false, false}));
    auto with_unknown = items;
    with_unknown.push_back({Kind::show, episode.opaque_id});
    EXPECT_EQ(library.save(ada, with_unknown).error().code, Errc::not_found) << "an episode is no show";
    EXPECT_EQ(saved(), (std::vector{false, false}));
    must(library.save(ada, items));
    EXPECT_EQ(saved(), (std::vector{true, true}));
    EXPECT_EQ(library.remove(ada, with_unknown).error().code, Errc::not_found);
    EXPECT_EQ(saved(), (std::vector{true, true}));
    must(library.remove(ada, items));
    must(library.remove(ada, items));
    EXPECT_EQ(saved(), (std::vector{false, false}));
}

TEST_F(LibraryTest, ListsWhatIsNotAvailableToo) {
    must(library.save(ada, items));
    domain::Show narrowed = stored_show();
    narrowed.markets = {{"DE"}};
    must(catalog->write([&](storage::CatalogTransaction& tx) { return tx.show_writer().update(narrowed); }));
    const auto shows = must(listings.saved_shows(ada, in("SE"), {}));
    ASSERT_EQ(shows.items.size(), 1U);
    EXPECT_EQ(shows.total, 1);
    EXPECT_EQ(shows.items[0].item.counts.total, 0) << "none can be reached from there";
    const auto episodes = must(listings.saved_episodes(ada, in("SE"), {}, {}));
    ASSERT_EQ(episodes.items.size(), 1U);
    EXPECT_FALSE(episodes.items[0].item.episode.is_available);
    EXPECT_TRUE(must(listings.saved_episodes(ada, in("DE"), {}, {})).items[0].item.episode.is_available);
}

TEST_F(LibraryTest, RemembersPlaces) {
    const auto place = [&](std::optional<AccountId> of) {
        return must(listings.find_episode(episode.opaque_id, in("SE"), {of})).found.episode.resume_point;
    };
    EXPECT_FALSE(place({}));
    ASSERT_TRUE(place(ada));
    EXPECT_EQ(place(ada)->position, 0ms) << "never started";
    must(library.put_resume_point(ada, episode.id, false, 412s));
    EXPECT_EQ(place(ada)->position, 412s);
    EXPECT_EQ(library.put_resume_point(ada, domain::EpisodeId{999}, false, 1s).error().code, Errc::not_found);
}

}  // namespace
}  // namespace mooring::app::webcatalog
