#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/render.hpp"
#include "mooring/feed/render_samples.hpp"
#include "mooring/feed/urls.hpp"

namespace mooring::feed {
namespace {

/// The channel of a show, read back by a parser of its own.
class Channel {
public:
    explicit Channel(const domain::Show& show, const FeedSettings& settings = samples::settings(),
                     ChannelInput* given = nullptr) {
        ChannelInput own{.show = show,
                         .self_url = feed_url(settings, show),
                         .artwork = samples::artwork(),
                         .content_changed = from_unix_seconds(1772438400)};
        xml = render_feed(render_channel_head(settings, given == nullptr ? own : *given), {});
        EXPECT_TRUE(document_.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata)) << xml;
    }

    pugi::xml_node node() const { return document_.child("rss").child("channel"); }
    std::string text(const char* name) const { return node().child(name).text().get(); }
    std::string all_text(const char* name) const {
        std::string text;
        for (const pugi::xml_node& part : node().child(name).children()) {
            text += part.value();
        }
        return text;
    }
    std::size_t count(const char* name) const {
        const auto found = node().children(name);
        return static_cast<std::size_t>(std::distance(found.begin(), found.end()));
    }

    std::string xml;

private:
    pugi::xml_document document_;
};

TEST(ChannelHead, BeginsAsTheContractSays) {
    const Channel channel(samples::least_show());
    EXPECT_TRUE(
        channel.xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
                                "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" "
                                "xmlns:podcast=\"https://podcastindex.org/namespace/1.0\" "
                                "xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                                "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel>\n"));
    EXPECT_EQ(channel.xml.find('\r'), std::string::npos);
}

TEST(ChannelHead, DefaultsWhatAShowLeavesUnset) {
    FeedSettings settings = samples::settings();
    const Channel channel(samples::least_show(), settings);
    EXPECT_EQ(channel.text("language"), "en");
    EXPECT_EQ(channel.text("itunes:author"), "Saltmarsh Radio");
    EXPECT_STREQ(channel.node().child("itunes:category").attribute("text").value(), "Society & Culture");
    EXPECT_EQ(channel.text("link"), "https://pods.example/show/saltmarsh-stories");
    EXPECT_EQ(channel.text("itunes:explicit"), "false");
    EXPECT_EQ(channel.text("itunes:type"), "episodic");
    EXPECT_EQ(channel.text("podcast:locked"), "yes");
    EXPECT_EQ(channel.text("podcast:medium"), "podcast");
    EXPECT_EQ(channel.text("generator"), "Mooring/0.1");
    for (const char* absent : {"copyright", "pubDate", "itunes:owner", "itunes:new-feed-url", "itunes:block",
                               "itunes:complete", "itunes:title", "podcast:block"}) {
        EXPECT_EQ(channel.count(absent), 0u) << absent;
    }
    settings.default_author = "";
    EXPECT_EQ(Channel(samples::least_show(), settings).text("itunes:author"), "Saltmarsh Stories");
    domain::Show presented = samples::least_show();
    presented.presenter = "Ines";
    EXPECT_EQ(Channel(presented, settings).text("itunes:author"), "Ines");
}

TEST(ChannelHead, IgnoresALanguageThatIsNone) {
    domain::Show show = samples::least_show();
    show.language = "english";
    EXPECT_EQ(Channel(show).text("language"), "en");
}

TEST(ChannelHead, HidesTheOwnerWhenAsked) {
    domain::Show show = samples::full_show();
    const Channel shown(show);
    EXPECT_STREQ(shown.node().child("itunes:owner").child("itunes:email").text().get(), "ines@x.example");
    EXPECT_STREQ(shown.node().child("podcast:locked").attribute("owner").value(), "ines@x.example");
    show.hide_owner_email = true;
    EXPECT_EQ(Channel(show).xml.find("ines@x.example"), std::string::npos);
}

TEST(ChannelHead, KeepsPlainHttpOutOfAnHttpsFeed) {
    domain::Show show = samples::least_show();
    show.website_url = "http://x.example/";
    EXPECT_EQ(Channel(show).text("link"), "https://pods.example/show/saltmarsh-stories");
    FeedSettings plain = samples::settings();
    plain.base_url = "http://127.0.0.1:8080";
    EXPECT_EQ(Channel(show, plain).text("link"), "http://x.example/");
}

TEST(ChannelHead, NestsCategoriesAndKeepsThree) {
    const Channel channel(samples::full_show());
    EXPECT_EQ(channel.count("itunes:category"), 3u);
    EXPECT_NE(channel.xml.find("<itunes:category text=\"Society &amp; Culture\">\n<itunes:category text=\"Places &amp; "
                               "Travel\"/>\n</itunes:category>\n"
                               "<itunes:category text=\"Science\"/>\n<itunes:category text=\"History\"/>\n"),
              std::string::npos);
}

TEST(ChannelHead, CutsItsValues) {
    for (const int length : {254, 255, 256}) {
        domain::Show show = samples::least_show();
        for (int i = 0; i < length; ++i) {
            show.title += "é";
        }
        show.title = show.title.substr(samples::least_show().title.size());
        show.author = show.copyright = show.title;
        const Channel channel(show);
        const std::string expected = length <= 255 ? show.title : cut_to_code_points(show.title, 255);
        for (const char* name : {"title", "itunes:author", "copyright"}) {
            EXPECT_EQ(channel.text(name), expected) << name << length;
        }
    }
}

TEST(ChannelHead, CutsItsDescriptionByBytes) {
    for (const std::size_t length : {3999u, 4000u, 4001u}) {
        domain::Show show = samples::least_show();
        show.description = std::string(length, 'x');
        EXPECT_EQ(Channel(show).all_text("description"), std::string(std::min<std::size_t>(length, 4000), 'x'));
    }
    domain::Show show = samples::least_show();
    show.description = "x";
    for (int i = 0; i < 2000; ++i) {
        show.description += "é";
    }
    EXPECT_EQ(Channel(show).all_text("description").size(), 3999u) << "no half character";
}

TEST(ChannelHead, SurvivesHostileText) {
    domain::Show show = samples::full_show();
    for (const std::string hostile : {"]]>", "&amp;amp;", "<script>alert(1)</script>x",
                                      "a\x01\x08"
                                      "b",
                                      "🌊\xE2\x80\xAE\xCC\x81", "\"'><", "<!--"}) {
        show.title = show.author = show.copyright = show.owner_name = show.description = show.apple_title = hostile;
        show.tags.funding = {{"https://x.example/", hostile}};
        show.tags.txt = {{hostile, hostile}};
        show.tags.extra_xml = hostile;
        const Channel channel(show);
        EXPECT_EQ(channel.text("title"), without_xml_forbidden(hostile));
        EXPECT_STREQ(channel.node().child("podcast:txt").attribute("purpose").value(),
                     without_xml_forbidden(hostile).c_str());
    }
}

TEST(ChannelHead, BlocksEveryDirectoryFromAPrivateFeed) {
    const domain::Show show = samples::full_show();
    const FeedSettings settings = samples::settings();
    ChannelInput input{.show = show,
                       .self_url = private_feed_url(settings, show, "tok"),
                       .artwork = samples::artwork(),
                       .audience = FeedAudience::one_subscriber};
    const Channel channel(show, settings, &input);
    EXPECT_EQ(channel.text("itunes:block"), "Yes");
    EXPECT_EQ(channel.text("podcast:block"), "yes");
    EXPECT_EQ(channel.count("podcast:block"), 1u);
    EXPECT_EQ(channel.count("podcast:podping"), 0u);
    EXPECT_EQ(channel.xml.find("rel=\"hub\""), std::string::npos);
    EXPECT_NE(channel.xml.find("<atom:link rel=\"self\" type=\"application/rss+xml\" "
                               "href=\"https://pods.example/feeds/shw7Qk2m00000001/tok.xml\"/>"),
              std::string::npos);
}

TEST(ChannelHead, DeclaresForeignNamespacesOnce) {
    domain::Show show = samples::full_show();
    const FeedSettings settings = samples::settings();
    ChannelInput input{
        .show = show,
        .self_url = "https://pods.example/",
        .artwork = {},
        .item_namespaces = {{"media", "u1"}, {"dc", "http://purl.org/dc/elements/1.1/"}, {"media", "u2"}}};
    const Channel channel(show, settings, &input);
    EXPECT_NE(channel.xml.find("xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
                               "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"u1\">\n"),
              std::string::npos)
        << channel.xml.substr(0, 500);
}

TEST(ChannelHead, SaysNothingElseWhenCommentsAreDisabled) {
    domain::Show show = samples::full_show();
    show.tags.social_interact.push_back({"disabled", "", "", "", {}});
    const Channel channel(show);
    EXPECT_EQ(channel.count("podcast:socialInteract"), 1u);
    EXPECT_NE(channel.xml.find("<podcast:socialInteract protocol=\"disabled\"/>"), std::string::npos);
}

TEST(NewFeedUrl, FollowsTheStatesOfAMove) {
    domain::Show show = samples::least_show();
    const Instant now = from_unix_seconds(1772438400);
    EXPECT_EQ(new_feed_url(show, "https://self.example/", now), "");
    show.new_feed_until = now + std::chrono::hours(1);
    EXPECT_EQ(new_feed_url(show, "https://self.example/", now), "https://self.example/");
    EXPECT_EQ(new_feed_url(show, "https://self.example/", *show.new_feed_until), "");
    show.redirect = {domain::FeedRedirect::State::announce, "https://new.example/"};
    EXPECT_EQ(new_feed_url(show, "https://self.example/", now), "https://new.example/");
}

}  // namespace
}  // namespace mooring::feed
