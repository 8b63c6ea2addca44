#include "mooring/app/publishing/shows.hpp"

#include <gmock/gmock.h>

#include "mooring/app/publishing/test_catalog.hpp"
#include "mooring/feed/podcast_guid.hpp"

namespace mooring::app::publishing {
namespace {

using test::must;
using testing::ElementsAre;
using testing::IsEmpty;

class Shows : public test::CatalogTest {
protected:
    Result<Show> update(const ShowPatch& patch) {
        return catalog->write(
            [&](CatalogTransaction& tx) { return update_show(tx, clock.now(), workspace, show, patch); });
    }
    Result<void> remove(ShowId id) {
        return catalog->write([&](CatalogTransaction& tx) { return delete_show(tx, clock.now(), workspace, id); });
    }
};

TEST_F(Shows, HaveTheirNamesAndFeedFromTheStart) {
    const Show made = stored_show();
    EXPECT_EQ(made.opaque_id.size(), 22U);
    EXPECT_EQ(made.key.size(), 16U);
    EXPECT_EQ(made.slug, "saltmarsh-stories");
    EXPECT_EQ(made.guid, feed::podcast_guid("https://pods.saltmarsh.example/feeds/" + made.key + ".xml"));
}

TEST_F(Shows, ChangeOnlyWhatIsAsked) {
    const Show before = stored_show();
    clock.advance(std::chrono::minutes{1});
    must(update({}));
    EXPECT_EQ(stored_show(), before);
    EXPECT_THAT(take_events(), IsEmpty());
    must(update({.title = {}, .description = "Long tales", .presenter = {}, .image_url = {}, .visibility = {}}));
    EXPECT_THAT(take_events(), ElementsAre("feed.changed"));
    Show expected = before;
    expected.description = "Long tales";
    expected.updated_at = expected.content_changed_at = clock.now();
    EXPECT_EQ(stored_show(), expected);
}

TEST_F(Shows, HideTheirEpisodesWhenUnpublished) {
    make_episode("One");
    take_events();
    must(update({.title = {},
                 .description = {},
                 .presenter = {},
                 .image_url = {},
                 .visibility = domain::ShowVisibility::unpublished}));
    EXPECT_THAT(take_events(), IsEmpty()) << "there is no feed to fetch";
    must(update({.title = {},
                 .description = {},
                 .presenter = {},
                 .image_url = {},
                 .visibility = domain::ShowVisibility::published}));
    EXPECT_THAT(take_events(), ElementsAre("feed.changed"));
}

TEST_F(Shows, AreNotDeletedWithEpisodesInThemArchivedOnesIncluded) {
    const Episode episode = make_episode("One");
    EXPECT_EQ(remove(show).error().code, Errc::conflict);
    must(catalog->write(
        [&](CatalogTransaction& tx) { return archive_episode(tx, clock.now(), workspace, episode.id, "admin"); }));
    EXPECT_EQ(remove(show).error().code, Errc::conflict);
    const ShowId empty = make_show("Empty", domain::ShowVisibility::published);
    must(remove(empty));
    EXPECT_EQ(remove(empty).error().code, Errc::not_found);
}

TEST_F(Shows, AreListedByTitleIgnoringCaseThenByCodePointsThenById) {
    make_show("low Water", domain::ShowVisibility::unpublished);
    make_show("Low Water", domain::ShowVisibility::published);
    make_show("Low Water", domain::ShowVisibility::published);
    make_show("Äther", domain::ShowVisibility::published);
    std::vector<std::string> titles;
    std::vector<std::int64_t> ids;
    for (const Show& listed : must(catalog->read([&](CatalogSnapshot& view) { return list_shows(view, workspace); }))) {
        titles.push_back(listed.title);
        ids.push_back(listed.id.value);
    }
    EXPECT_THAT(titles, ElementsAre("Low Water", "Low Water", "low Water", "Saltmarsh Stories", "Äther"));
    EXPECT_LT(ids[0], ids[1]);
}

}  // namespace
}  // namespace mooring::app::publishing
