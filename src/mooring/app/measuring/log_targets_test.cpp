#include "mooring/app/measuring/log_targets.hpp"

#include <gtest/gtest.h>

namespace mooring::app::measuring {
namespace {

domain::Episode episode(std::int64_t id, std::string url = {}) {
    domain::Episode made;
    made.id = domain::EpisodeId{id};
    made.key = "0123456789abcde" + std::to_string(id % 10);
    made.guid = "guid-" + std::to_string(id);
    made.slug = "slug-" + std::to_string(id);
    if (!url.empty()) made.media = domain::ExternalMedia{.url = std::move(url), .mime_type = {}, .since = {}};
    return made;
}

std::int64_t found(const LogTargets& targets, std::string_view address) {
    const LogTarget* target = targets.find(address);
    return target == nullptr ? 0 : target->episode.value;
}

TEST(LogTargets, KnowsOurOwnShapes) {
    LogTargets targets = LogTargets::make("").value();
    targets.add({}, episode(7));
    EXPECT_EQ(found(targets, "/media/0123456789abcde7.mp3"), 7);
    EXPECT_EQ(found(targets, "https://pods.example/media/0123456789abcde7.mp3?pid=1"), 7);
    EXPECT_EQ(found(targets, "/media/0123456789abcde7.mp3/;"), 7);
    EXPECT_EQ(found(targets, "/media/0123456789abcde8.mp3"), 0);
    EXPECT_EQ(found(targets, "/media/0123456789abcde7/video.mp4"), 0);
    EXPECT_EQ(found(targets, "/s/1a2b/podcast/play/7/https%3A%2F%2Fx"), 7);
    EXPECT_EQ(found(targets, "/feeds/0123456789abcde7.xml"), 0);
    EXPECT_TRUE(is_feed_path("/feeds/0123456789abcde7.xml"));
}

TEST(LogTargets, KnowsAudioThatLiesElsewhereThroughPrefixes) {
    LogTargets targets = LogTargets::make("").value();
    targets.add({}, episode(1, "https://op3.dev/e/Cdn.example.com/a/one%20two.mp3?x=1"));
    targets.add({}, episode(2, "https://cdn.example.com/b/same.mp3"));
    targets.add({}, episode(3, "https://other.example.com/b/same.mp3"));
    for (const char* address : {"/a/one%20two.mp3", "https://cdn.example.com/a/one two.mp3",
                                "https://op3.dev/e,pg=7/https://cdn.example.com/a/one%20two.mp3?_from=x"}) {
        EXPECT_EQ(found(targets, address), 1) << address;
    }
    EXPECT_EQ(found(targets, "/b/same.mp3"), 0) << "two episodes lie there";
    EXPECT_EQ(found(targets, "https://cdn.example.com/b/same.mp3"), 2);
}

TEST(LogTargets, ReadsPatternsAndLists) {
    LogTargets targets = LogTargets::make("/*/audio/{episode}-*.mp3").value();
    targets.add({}, episode(5));
    EXPECT_EQ(found(targets, "/x/audio/guid-5-final.mp3"), 5);
    EXPECT_EQ(found(targets, "/x/audio/slug-5-9.mp3?y"), 5);
    EXPECT_EQ(found(targets, "/x/audio/5-9.mp3"), 5);
    EXPECT_EQ(found(targets, "/x/audio/6-9.mp3"), 0);
    EXPECT_EQ(found(targets, "/" + std::string(5000, 'x') + "/audio/5-9.mp3"), 0);
    ASSERT_TRUE(targets.add_address("https://old.example.com/five.mp3", "guid-5"));
    EXPECT_EQ(found(targets, "https://old.example.com/five.mp3?z"), 5);
    EXPECT_EQ(targets.add_address("/x", "nobody").error().code, Errc::not_found);
    EXPECT_FALSE(LogTargets::make("/audio/"));
    EXPECT_FALSE(LogTargets::make("{episode}{episode}"));
}

}  // namespace
}  // namespace mooring::app::measuring
