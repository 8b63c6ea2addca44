#include "mooring/app/publishing/slug.hpp"

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::publishing {
namespace {

TEST(SlugOf, WritesTitlesInPlainLetters) {
    struct Case {
        std::string_view title, slug;
    };
    const Case cases[] = {
        {"Harbour lights, part two", "harbour-lights-part-two"},
        {"  Über  Größe – Ærø ", "uber-grosse-aero"},
        {"The keeper's log", "the-keepers-log"},
        {"Привет", "privet"},
        {"???", "show"},
        {"🙂", "show"},
        {"", "show"},
    };
    for (const Case& c : cases) EXPECT_EQ(slug_of(c.title, "show"), c.slug) << c.title;
}

TEST(SlugOf, KeepsLongTitlesWithinTheLimitAndCutsAtAWord) {
    const std::string slug = slug_of(std::string(60, 'a') + " " + std::string(60, 'b'), "x");
    EXPECT_EQ(slug, std::string(60, 'a'));
    EXPECT_EQ(slug_of(std::string(200, 'a'), "x").size(), 80U);
}

using FreeSlug = test::CatalogTest;

TEST_F(FreeSlug, GivesNoSlugTwice) {
    make_episode("Same");
    make_episode("Same");
    const Episode third = make_episode("Same");
    EXPECT_EQ(third.slug, "same-3");
    make_show("Saltmarsh Stories", domain::ShowVisibility::unpublished);
    const auto shows = test::must(catalog->read([&](CatalogSnapshot& view) { return list_shows(view, workspace); }));
    ASSERT_EQ(shows.size(), 2U);
    EXPECT_EQ(shows[1].slug, "saltmarsh-stories-2");
}

}  // namespace
}  // namespace mooring::app::publishing
