#include "mooring/app/engagement/clips.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mooring::app::engagement {
namespace {

using std::chrono::milliseconds;

Episode episode_with(std::vector<domain::Soundbite> bites) {
    Episode episode;
    episode.opaque_id = "3mTz0cQx1uVYb8K5rJd2Wq";
    episode.tags.soundbites = std::move(bites);
    episode.media = domain::StoredMedia{.duration = milliseconds{60'000}};
    return episode;
}

TEST(ClipsOf, AreTheSoundbitesWithinTheSound) {
    const auto clips = clips_of(episode_with({{1.5, 30, "Fog"}, {40, 20, ""}, {40.001, 20, "past the end"}}));
    ASSERT_EQ(clips.size(), 2U);
    EXPECT_EQ(clips[0].title, "Fog");
    EXPECT_EQ(clips[0].start, milliseconds{1'500});
    EXPECT_EQ(clips[0].duration, milliseconds{30'000});
    EXPECT_EQ(clips[1].start, milliseconds{40'000});
    EXPECT_TRUE(domain::is_opaque_id(clips[0].id)) << clips[0].id;
    EXPECT_NE(clips[0].id, clips[1].id);
}

TEST(ClipsOf, KeepTheirNamesWhenTheTitleChanges) {
    EXPECT_EQ(clips_of(episode_with({{1, 2, "Fog"}})).front().id, clips_of(episode_with({{1, 2, "Mist"}})).front().id);
}

TEST(ClipsOf, LeavesOutWhatIsNoTime) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    constexpr double endless = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(
        clips_of(episode_with({{-1, 5, ""}, {1, 0, ""}, {1, -3, ""}, {nothing, 1, ""}, {1, endless, ""}})).empty());
}

}  // namespace
}  // namespace mooring::app::engagement
