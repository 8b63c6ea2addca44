#include "mooring/storage/catalog/sqlite/search_index.hpp"

#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_test_support.hpp"

namespace mooring::storage::sqlite {
namespace {

const Instant now = from_unix_seconds(1'900'000'000);

class SearchIndex : public testing::Test {
protected:
    std::unique_ptr<Catalog> open(VisibleText visible_text) {
        SqliteOptions options;
        options.path = folder_.database();
        options.durable = false;
        options.visible_text = std::move(visible_text);
        auto opened = open_sqlite_catalog(options);
        EXPECT_TRUE(opened) << opened.error().message;
        return std::move(*opened);
    }
    static void fill(Catalog& catalog) {
        const auto written = catalog.write([](CatalogTransaction& tx) -> Result<void> {
            domain::Workspace workspace;
            workspace.key = "workspace0000000";
            MOORING_TRY(workspace.id, tx.workspace_writer().insert(workspace));
            domain::Show show;
            show.workspace = workspace.id;
            show.opaque_id = "0show00000000000000000";
            show.key = "show000000000000";
            show.title = "Tides";
            show.visibility = domain::ShowVisibility::published;
            MOORING_TRY(show.id, tx.show_writer().insert(show));
            domain::Episode episode;
            episode.show = show.id;
            episode.workspace = workspace.id;
            episode.opaque_id = "0episode00000000000000";
            episode.key = "episode000000000";
            episode.title = "Herring";
            episode.description = "<salt>";
            episode.status = domain::EpisodeStatus::published;
            episode.publish_at = now;
            episode.media = domain::StoredMedia{};
            MOORING_TRY(episode.id, tx.episode_writer().insert(episode));
            return ok();
        });
        ASSERT_TRUE(written) << written.error().message;
    }
    static std::size_t found(Catalog& catalog, const std::string& word) {
        const SearchTerm terms[] = {{word}};
        const auto count = catalog.read([&](CatalogSnapshot& at) -> Result<std::size_t> {
            MOORING_TRY(const auto episodes, at.listings().search_episodes(terms, {"SE", now}, 10));
            MOORING_TRY(const auto shows, at.listings().search_shows(terms, {"SE", now}, 10));
            return episodes.size() + shows.size();
        });
        return count.value_or(99);
    }
    TestFolder folder_;
};

std::string mud(std::string_view text) {
    return text.empty() ? "" : "mud";
}

TEST_F(SearchIndex, HoldsTheTextAsItReads) {
    const auto catalog = open(mud);
    fill(*catalog);
    EXPECT_EQ(found(*catalog, "mud"), 1U);
    EXPECT_EQ(found(*catalog, "salt"), 0U);
    EXPECT_EQ(found(*catalog, "tides"), 1U);
}

TEST_F(SearchIndex, IsMadeAnewForACatalogOfAnotherVersion) {
    fill(*open([](std::string_view) { return std::string{"old"}; }));
    const auto connection = folder_.connect();
    ASSERT_TRUE(
        connection->execute("DELETE FROM listings; DELETE FROM show_search; UPDATE search_state SET version = 0"));
    const auto catalog = open(mud);
    EXPECT_EQ(found(*catalog, "herring"), 1U);
    EXPECT_EQ(found(*catalog, "mud"), 1U);
    EXPECT_EQ(found(*catalog, "old"), 0U);
    EXPECT_EQ(found(*catalog, "tides"), 1U);
    EXPECT_EQ(*connection->integer("SELECT version FROM search_state"), search_version);
    EXPECT_EQ(*connection->integer("SELECT count(*) FROM listings"), 1);
}

TEST_F(SearchIndex, IsLeftAloneWhenItIsUpToDate) {
    fill(*open([](std::string_view) { return std::string{"old"}; }));
    EXPECT_EQ(found(*open(mud), "old"), 2U) << "the episode and its show";
}

TEST(MatchTiers, ExcludeWhatAnEarlierOneHolds) {
    const SearchTerm terms[] = {{"salt"}, {"a \"b\"", true}};
    constexpr std::string_view columns[] = {"title", "publisher"};
    const auto tiers = match_tiers(terms, columns);
    ASSERT_EQ(tiers.size(), 3U);
    EXPECT_EQ(tiers[0], "{title} : (\"salt\"* AND \"a \"\"b\"\"\")");
    EXPECT_EQ(tiers[1].find("({title publisher} : "), 0U);
    EXPECT_NE(tiers[1].find(" NOT ({title} : "), std::string::npos);
    EXPECT_TRUE(match_tiers({}, columns).empty());
}

}  // namespace
}  // namespace mooring::storage::sqlite
