#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>

#include "mooring/feed/render.hpp"
#include "mooring/feed/render_samples.hpp"
#include "mooring/feed/urls.hpp"

namespace mooring::feed {
namespace {

std::string golden_path(const std::string& name) {
    return std::string(MOORING_SOURCE_DIR) + "/tests/fixtures/feed/" + name + ".xml";
}

/// Compare with the golden file, byte for byte. With UPDATE_GOLDEN=1 the file is written anew instead.
void expect_golden(const std::string& name, const std::string& feed) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_buffer(feed.data(), feed.size())) << feed;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(golden_path(name), std::ios::binary) << feed;
        return;
    }
    std::ifstream file(golden_path(name), std::ios::binary);
    ASSERT_TRUE(file) << golden_path(name) << " is missing; UPDATE_GOLDEN=1 writes it";
    std::ostringstream golden;
    golden << file.rdbuf();
    EXPECT_EQ(feed, golden.str()) << "UPDATE_GOLDEN=1 accepts the change";
}

std::string full_feed() {
    const domain::Show show = samples::full_show();
    const domain::Episode episode = samples::full_episode();
    const domain::Episode trailer = samples::trailer();
    const FeedSettings settings = samples::settings();
    ChannelInput channel{.show = show,
                         .self_url = feed_url(settings, show),
                         .artwork = samples::artwork(),
                         .newest_publication = episode.publish_at,
                         .content_changed = *episode.publish_at + std::chrono::hours(1),
                         .trailers = {{.episode = trailer}},
                         .pages = {"https://pods.example/feeds/shw7Qk2m00000001.xml", "",
                                   "https://pods.example/feeds/shw7Qk2m00000001.xml?page=2",
                                   "https://pods.example/feeds/shw7Qk2m00000001.xml?page=9"},
                         .new_feed_url = "https://new.example/feed.xml",
                         .item_namespaces = declared_namespaces(episode.tags.extra_xml)};
    return samples::feed_of(
        settings, channel,
        {{.show = show, .episode = episode, .artwork = samples::artwork()}, {.show = show, .episode = trailer}});
}

TEST(GoldenFeed, HasEveryField) {
    expect_golden("full", full_feed());
}

TEST(GoldenFeed, HasTheMinimum) {
    const domain::Show show = samples::least_show();
    const domain::Episode episode = samples::least_episode();
    const FeedSettings settings{.base_url = "https://pods.example"};
    const ChannelInput channel{.show = show,
                               .self_url = feed_url(settings, show),
                               .artwork = {.url = "https://pods.example/img/made/feed.png"},
                               .newest_publication = episode.publish_at,
                               .content_changed = *episode.publish_at};
    expect_golden("minimum", samples::feed_of(settings, channel, {{.show = show, .episode = episode}}));
}

TEST(GoldenFeed, IsValidWithoutEpisodes) {
    const domain::Show show = samples::least_show();
    const FeedSettings settings{.default_language = "de",
                                .default_category = {"Arts", "Books"},
                                .default_author = "Saltmarsh Radio",
                                .base_url = "http://127.0.0.1:8080"};
    const ChannelInput channel{.show = show,
                               .self_url = feed_url(settings, show),
                               .artwork = {.url = "http://127.0.0.1:8080/img/made/feed.png"},
                               .content_changed = from_unix_seconds(1772438400)};
    expect_golden("empty", samples::feed_of(settings, channel, {}));
}

TEST(GoldenFeed, IsForOneSubscriber) {
    const domain::Show show = samples::least_show();
    const domain::Episode episode = samples::least_episode();
    const domain::Episode trailer = samples::trailer();
    const FeedSettings settings = samples::settings();
    const ChannelInput channel{
        .show = show,
        .self_url = private_feed_url(settings, show, "tok"),
        .artwork = samples::artwork(),
        .newest_publication = episode.publish_at,
        .content_changed = *episode.publish_at,
        .trailers = {{.episode = trailer,
                      .enclosure_url = "https://media.pods.example/media/eps7Qk2m00000002.mp3?t=abc"}},
        .audience = FeedAudience::one_subscriber};
    expect_golden("private",
                  samples::feed_of(settings, channel,
                                   {{.show = show,
                                     .episode = episode,
                                     .enclosure_url = "https://media.pods.example/media/eps7Qk2m00000003.mp3?t=abc"}}));
}

TEST(GoldenFeed, IsTheSameEveryTime) {
    EXPECT_EQ(full_feed(), full_feed());
}

}  // namespace
}  // namespace mooring::feed
