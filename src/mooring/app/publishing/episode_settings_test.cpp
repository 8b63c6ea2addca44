#include "mooring/app/publishing/episode_settings.hpp"

#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::publishing {
namespace {

class EpisodeSettingsTest : public test::CatalogTest {
protected:
    Result<Episode> change(EpisodeId id, const EpisodeSettings& wanted) {
        return catalog->write(
            [&](CatalogTransaction& tx) { return change_episode_settings(tx, clock.now(), id, wanted); });
    }
};

TEST_F(EpisodeSettingsTest, ChangeOnlyWhatIsAskedAndTellOfIt) {
    const Episode made = make_episode("Tide tables");
    forget_events();
    EpisodeSettings wanted;
    wanted.season = 2;
    wanted.number = "3.5";
    wanted.type = domain::EpisodeType::trailer;
    wanted.is_explicit = std::optional{true};
    ASSERT_TRUE(change(made.id, wanted));

    const Episode kept = stored(made.id);
    EXPECT_EQ(kept.season, 2);
    EXPECT_EQ(kept.number, "3.5");
    EXPECT_EQ(kept.type, domain::EpisodeType::trailer);
    EXPECT_EQ(kept.is_explicit, true);
    EXPECT_EQ(kept.title, made.title);
    EXPECT_FALSE(take_events().empty());

    ASSERT_TRUE(change(made.id, wanted));
    EXPECT_TRUE(take_events().empty()) << "nothing changed the second time";

    EpisodeSettings cleared;
    cleared.season.emplace();
    cleared.is_explicit.emplace();
    cleared.number = "";
    ASSERT_TRUE(change(made.id, cleared));
    EXPECT_EQ(stored(made.id).season, std::nullopt);
    EXPECT_EQ(stored(made.id).is_explicit, std::nullopt);
    EXPECT_EQ(stored(made.id).number, "");
}

TEST_F(EpisodeSettingsTest, RefuseWhatNoAppCouldShow) {
    const Episode made = make_episode("Tide tables");
    const auto refused = [&](auto&& set) {
        EpisodeSettings wanted;
        set(wanted);
        const auto answer = change(made.id, wanted);
        EXPECT_EQ(stored(made.id), made);
        return answer ? std::string{"nothing"} : answer.error().field;
    };
    EXPECT_EQ(refused([](EpisodeSettings& w) { w.season = -1; }), "season");
    EXPECT_EQ(refused([](EpisodeSettings& w) { w.number = "twelve"; }), "number");
    EXPECT_EQ(refused([](EpisodeSettings& w) { w.number = "1."; }), "number");
    EXPECT_EQ(refused([](EpisodeSettings& w) { w.number_display = std::string(33, 'x'); }), "number_display");
    EXPECT_EQ(refused([](EpisodeSettings& w) { w.external_url = "javascript:alert(1)"; }), "external_url");
    EXPECT_EQ(refused([](EpisodeSettings& w) { w.author = "a\x01"; }), "author");
}

TEST_F(EpisodeSettingsTest, AreOfNoDeletedEpisode) {
    const Episode made = make_episode("Gone");
    ASSERT_TRUE(
        catalog->write([&](CatalogTransaction& tx) { return delete_episode(tx, clock.now(), workspace, made.id); }));
    EXPECT_EQ(change(made.id, {}).error().code, Errc::not_found);
}

}  // namespace
}  // namespace mooring::app::publishing
