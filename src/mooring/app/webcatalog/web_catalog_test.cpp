#include "mooring/app/webcatalog/web_catalog.hpp"

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::webcatalog {
namespace {

using domain::Episode;
using domain::Show;
using publishing::test::must;
using namespace std::chrono_literals;

class WebCatalogTest : public publishing::test::CatalogTest {
protected:
    ListingScope in(const std::string& country) { return {country, clock.now()}; }
    void change(const Show& changed) {
        must(catalog->write([&](storage::CatalogTransaction& tx) { return tx.show_writer().update(changed); }));
    }
    void change(const Episode& changed) {
        must(catalog->write([&](storage::CatalogTransaction& tx) { return tx.episode_writer().update(changed); }));
    }
    /// `country: titles` of the show's episodes, or the error.
    std::string episodes_in(const std::string& country) {
        const auto found = listings.find_show(show, in(country), {0, 50}, {});
        if (!found) return found.error().message;
        std::string all = std::to_string(found->show.counts.total) + ":";
        for (const auto& episode : found->episodes) all += " " + episode.episode.title;
        return all;
    }

    WebCatalog listings{*catalog, {urls, "", "en"}};
};

TEST_F(WebCatalogTest, ShowsAreThereWhereTheyAreAvailable) {
    make_episode("one");
    clock.advance(1s);
    make_episode("two");
    EXPECT_EQ(episodes_in("SE"), "2: two one");
    EXPECT_EQ(episodes_in(""), "non existing id");
    Show narrowed = stored_show();
    narrowed.markets = {{"SE"}};
    change(narrowed);
    EXPECT_EQ(episodes_in("SE"), "2: two one");
    EXPECT_EQ(episodes_in("NO"), "non existing id");
    narrowed.visibility = domain::ShowVisibility::unpublished;
    change(narrowed);
    EXPECT_EQ(episodes_in("SE"), "non existing id");
}

TEST_F(WebCatalogTest, EpisodesNarrowTheirShow) {
    make_episode("one");
    Episode two = make_episode("two");
    two.markets = {{"DE"}};
    change(two);
    EXPECT_EQ(episodes_in("SE"), "1: one");
    EXPECT_EQ(listings.find_episode(two.opaque_id, in("SE"), {}).error().code, Errc::not_found);
    EXPECT_EQ(listings.find_episode(two.opaque_id, in("DE"), {})->found.show.counts.total, 2);
    const std::string shows[] = {stored_show().opaque_id, two.opaque_id, stored_show().opaque_id};
    const auto found = must(listings.find_shows(shows, in("SE")));
    ASSERT_EQ(found.size(), 3U);
    EXPECT_TRUE(found[0] && !found[1] && found[2]) << "an episode's id is no show's";
    const std::string episodes[] = {two.opaque_id, "0000000000000000000000"};
    EXPECT_FALSE(must(listings.find_episodes(episodes, in("SE"), {}))[0]);
    EXPECT_TRUE(must(listings.find_episodes(episodes, in("DE"), {}))[0]);
}

TEST_F(WebCatalogTest, TextsAreFiltered) {
    Show described = stored_show();
    described.description = "<p onclick=\"x()\">Salt &amp; <b>mud</b></p><script>alert(1)</script>";
    change(described);
    const auto found = must(listings.find_show(show, in("SE"), {}, {})).show;
    EXPECT_EQ(found.text, "Salt & mud");
    EXPECT_EQ(found.html, "<p>Salt &amp; <b>mud</b></p>");
    EXPECT_EQ(found.publisher, described.title) << "no author, no presenter";
    EXPECT_EQ(found.language, "en");
}

TEST_F(WebCatalogTest, ScheduledEpisodesEndTheValidityOfAnAnswer) {
    EXPECT_FALSE(must(listings.find_show(show, in("SE"), {}, {})).valid_until);
    const Instant due = clock.now() + 60s;
    make_episode("soon", due);
    EXPECT_EQ(must(listings.find_show(show, in("SE"), {}, {})).valid_until, due);
    EXPECT_EQ(episodes_in("SE"), "0:");
    clock.advance(60s);
    EXPECT_EQ(episodes_in("SE"), "1: soon") << "no job has to run";
}

TEST_F(WebCatalogTest, SearchCountsAllAndGivesAStretch) {
    for (int number = 0; number < 5; ++number) {
        make_episode("herring " + std::to_string(number));
        clock.advance(1s);
    }
    const auto part = must(listings.search_episodes("herr", in("SE"), {1, 2}, 1000, {}));
    EXPECT_EQ(part.total, 5);
    ASSERT_EQ(part.items.size(), 2U);
    EXPECT_EQ(part.items[0].episode.episode.title, "herring 3");
    EXPECT_EQ(must(listings.search_episodes("herr", in("SE"), {4, 2}, 3, {})).total, 3)
        << "no more than can be reached";
    EXPECT_TRUE(must(listings.search_episodes("herr", in("SE"), {9, 2}, 1000, {})).items.empty());
    EXPECT_EQ(must(listings.search_shows("salt", in("SE"), {}, 1000)).total, 1);
    EXPECT_EQ(must(listings.search_shows("* %", in("SE"), {}, 1000)).total, 0);
}

}  // namespace
}  // namespace mooring::app::webcatalog
