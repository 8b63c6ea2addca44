#include "mooring/feed/urls.hpp"

#include <gtest/gtest.h>

namespace mooring::feed {
namespace {

domain::Show a_show() {
    domain::Show show;
    show.key = "shw0000000000001";
    show.slug = "low-water";
    return show;
}

domain::Episode given_by_url(std::string url, std::string mime_type = {}) {
    domain::Episode episode;
    episode.key = "eps0000000000001";
    episode.slug = "fog";
    episode.media = domain::ExternalMedia{.url = std::move(url), .mime_type = std::move(mime_type)};
    return episode;
}

TEST(Urls, ComeFromTheConfiguration) {
    FeedSettings settings{.base_url = "https://pods.example"};
    const domain::Show show = a_show();
    const domain::Episode episode = given_by_url("https://x.example/a.m4a");
    EXPECT_EQ(feed_url(settings, show), "https://pods.example/feeds/shw0000000000001.xml");
    EXPECT_EQ(private_feed_url(settings, show, "tok"), "https://pods.example/feeds/shw0000000000001/tok.xml");
    EXPECT_EQ(show_page_url(settings, show), "https://pods.example/show/low-water");
    EXPECT_EQ(episode_page_url(settings, show, episode), "https://pods.example/show/low-water/fog");
    EXPECT_EQ(media_url(settings, episode), "https://pods.example/media/eps0000000000001.m4a");
    EXPECT_EQ(image_url(settings, "hash", "feed", "jpg"), "https://pods.example/img/hash/feed.jpg");
    settings.feed_base_url = "https://feeds.example";
    settings.media_base_url = "https://media.example";
    EXPECT_EQ(feed_url(settings, show), "https://feeds.example/feeds/shw0000000000001.xml");
    EXPECT_EQ(media_url(settings, episode), "https://media.example/media/eps0000000000001.m4a");
}

TEST(Urls, FollowTheShowsOwnDomainButForMedia) {
    const FeedSettings settings{.base_url = "https://pods.example", .feed_base_url = "https://feeds.example"};
    domain::Show show = a_show();
    show.custom_domain = "lowwater.example";
    show.enclosure_prefixes = {{"https://op3.dev/e/", true}};
    EXPECT_EQ(feed_url(settings, show), "https://lowwater.example/feeds/shw0000000000001.xml");
    EXPECT_EQ(show_page_url(settings, show), "https://lowwater.example/show/low-water");
    EXPECT_EQ(enclosure_url(settings, show, given_by_url("x")),
              "https://op3.dev/e/pods.example/media/eps0000000000001.mp3");
}

// delivery.md, 5.8
TEST(MediaExtension, IsTheUrlsElseTheTypesElseMp3) {
    EXPECT_EQ(media_extension(given_by_url("https://x.example/a/b.MP4?c=.mp3#d")), "mp4");
    EXPECT_EQ(media_extension(given_by_url("https://x.example/a.php")), "mp3");
    EXPECT_EQ(media_extension(given_by_url("https://x.example/a.php", "audio/mp4; codecs=x")), "m4a");
    EXPECT_EQ(media_extension(given_by_url("https://x.example/a.php", "audio/ogg")), "ogg");
    EXPECT_EQ(media_extension(given_by_url("https://x.mp4")), "mp3") << "a host is no file";
    EXPECT_EQ(media_extension(given_by_url("https://x.example/a.mp4/b")), "mp3");
    domain::Episode stored;
    stored.media = domain::StoredMedia{.mime_type = "audio/mp4", .extension = "M4A"};
    EXPECT_EQ(media_extension(stored), "m4a");
}

// delivery.md, 2.4
TEST(EnclosureType, IsApplesForItsExtensions) {
    EXPECT_EQ(enclosure_type("mp3", "audio/mp3"), "audio/mpeg");
    EXPECT_EQ(enclosure_type("m4a", "audio/mp4"), "audio/x-m4a");
    EXPECT_EQ(enclosure_type("mp4", "video/mp4"), "video/mp4");
    EXPECT_EQ(enclosure_type("m4v", ""), "video/x-m4v");
    EXPECT_EQ(enclosure_type("mov", ""), "video/quicktime");
    EXPECT_EQ(enclosure_type("ogg", "audio/ogg"), "audio/ogg");
    EXPECT_EQ(enclosure_type("flac", ""), "audio/flac");
    EXPECT_EQ(enclosure_type("xyz", ""), "audio/mpeg");
}

}  // namespace
}  // namespace mooring::feed
