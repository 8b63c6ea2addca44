#include "cli/apply_plan.hpp"

#include <gtest/gtest.h>

namespace mooring::cli {
namespace {

using Kind = Action::Kind;
using mooring_client::PublishedEpisode;

FolderEpisode file(const std::string& name, const std::string& title) {
    return {.name = name, .title = title, .notes = "<p>Notes</p>", .date = 1000, .audio_path = "", .audio_bytes = 7};
}

PublishedEpisode there(std::int64_t id, const std::string& title) {
    PublishedEpisode episode;
    episode.id = id;
    episode.title = title;
    episode.description = "<p>Notes</p>";
    episode.datetime = 1000;
    episode.audio_length = 7;
    return episode;
}

FolderShow folder(std::vector<FolderEpisode> episodes) {
    FolderShow show;
    show.title = "Harbour";
    show.episodes = std::move(episodes);
    return show;
}

const PresentShow present{.id = 1, .title = "Harbour", .description = "Old", .presenter = "Ada", .is_published = true};

std::vector<Kind> kinds(const ApplyPlan& plan) {
    std::vector<Kind> all;
    for (const Action& action : plan.actions) all.push_back(action.kind);
    return all;
}

TEST(MakePlan, DoesNothingToWhatIsAsDescribed) {
    const auto plan = make_plan(folder({file("1", "One")}), present, {there(5, "One")}, {}, true);
    EXPECT_TRUE(plan.actions.empty());
    EXPECT_EQ(plan.ids, (KnownIds{{"1", 5}}));
}

TEST(MakePlan, MakesWhatIsMissing) {
    const auto plan = make_plan(folder({file("1", "One")}), std::nullopt, {}, {}, false);
    EXPECT_EQ(kinds(plan), (std::vector{Kind::create_show, Kind::upload}));
}

TEST(MakePlan, ChangesOnlyWhatDiffers) {
    FolderShow show = folder({file("1", "One")});
    show.description = "New";
    show.presenter = "Ada";
    show.episodes[0].notes = "<p>Other</p>";
    const auto plan = make_plan(show, present, {there(5, "One")}, {}, false);
    ASSERT_EQ(kinds(plan), (std::vector{Kind::update_show, Kind::update}));
    EXPECT_EQ(plan.actions[0].fields, std::vector<std::string>{"description"});
    EXPECT_EQ(plan.actions[1].fields, std::vector<std::string>{"description"});
    EXPECT_EQ(plan.actions[1].id, 5);
}

TEST(MakePlan, KnowsARenamedEpisodeByItsId) {
    const auto plan = make_plan(folder({file("1", "New name")}), present, {there(5, "Old name")}, {{"1", 5}}, true);
    ASSERT_EQ(kinds(plan), std::vector{Kind::update});
    EXPECT_EQ(plan.actions[0].fields, std::vector<std::string>{"title"});
}

TEST(MakePlan, UploadsAgainWhatIsGoneInSpiteOfItsId) {
    EXPECT_EQ(kinds(make_plan(folder({file("1", "One")}), present, {}, {{"1", 5}}, false)), std::vector{Kind::upload});
}

TEST(MakePlan, LeavesOthersAloneUnlessItPrunes) {
    const std::vector<PublishedEpisode> all{there(5, "One"), there(6, "Other")};
    EXPECT_TRUE(make_plan(folder({file("1", "One")}), present, all, {}, false).actions.empty());
    const auto plan = make_plan(folder({file("1", "One")}), present, all, {}, true);
    ASSERT_EQ(kinds(plan), std::vector{Kind::archive});
    EXPECT_EQ(plan.actions[0].id, 6);
}

TEST(MakePlan, AnEpisodeWithoutADateKeepsTheServers) {
    FolderShow show = folder({file("1", "One")});
    show.episodes[0].date.reset();
    EXPECT_TRUE(make_plan(show, present, {there(5, "One")}, {}, false).actions.empty());
}

TEST(MakePlan, SaysThatItCannotReplaceSound) {
    FolderShow show = folder({file("1", "One")});
    show.episodes[0].audio_bytes = 8;
    EXPECT_EQ(kinds(make_plan(show, present, {there(5, "One")}, {}, false)), std::vector{Kind::cannot});
}

}  // namespace
}  // namespace mooring::cli
