#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/render.hpp"
#include "mooring/feed/render_samples.hpp"

namespace mooring::feed {
namespace {

using namespace std::chrono_literals;

/// An item, read back by a parser of its own.
class Item {
public:
    explicit Item(const domain::Episode& episode, const domain::Show& show = samples::least_show(),
                  FeedArtwork artwork = {}) {
        xml = render_item(samples::settings(), {.show = show, .episode = episode, .artwork = std::move(artwork)});
        EXPECT_TRUE(document_.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata)) << xml;
    }

    pugi::xml_node node() const { return document_.child("item"); }
    pugi::xml_node child(const char* name) const { return node().child(name); }
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

TEST(RenderItem, LeavesOutWhatNoFeedShows) {
    domain::Episode episode = samples::least_episode();
    episode.media = {};
    EXPECT_EQ(Item(samples::least_episode()).count("title"), 1u);
    const domain::Show show = samples::least_show();
    EXPECT_EQ(render_item(samples::settings(), {.show = show, .episode = episode}), "");
    episode = samples::least_episode();
    episode.publish_at.reset();
    EXPECT_EQ(render_item(samples::settings(), {.show = show, .episode = episode}), "");
}

TEST(RenderItem, KeepsTheGuidAsItIs) {
    domain::Episode episode = samples::least_episode();
    EXPECT_EQ(Item(episode).text("guid"), episode.guid);
    EXPECT_STREQ(Item(episode).child("guid").attribute("isPermaLink").value(), "false");
    episode.guid = std::string(300, 'g') + "&<é";
    EXPECT_EQ(Item(episode).text("guid"), episode.guid) << "never cut";
}

struct NumberCase {
    const char* number;
    const char* itunes;   ///< empty: no tag
    const char* podcast;  ///< empty: no tag
};

// delivery.md, 2.4 and 2.5: positive integers only in `itunes:`, any decimal in `podcast:`.
TEST(RenderItem, PutsNumbersWhereTheyBelong) {
    for (const NumberCase& entry :
         std::initializer_list<NumberCase>{{"", "", ""},
                                           {"12", "12", "12"},
                                           {"0", "", "0"},
                                           {"3.5", "", "3.5"},
                                           {"007", "7", "007"},
                                           {" 4 ", "4", "4"},
                                           {"-1", "", ""},
                                           {"1e3", "", ""},
                                           {"x", "", ""},
                                           {".5", "", ""},
                                           {"1.", "", ""},
                                           {"1.2.3", "", ""},
                                           {"12345678901234567890", "12345678901234567890", "12345678901234567890"}}) {
        domain::Episode episode = samples::least_episode();
        episode.number = entry.number;
        const Item item(episode);
        EXPECT_EQ(item.text("itunes:episode"), entry.itunes) << entry.number;
        EXPECT_EQ(item.text("podcast:episode"), entry.podcast) << entry.number;
        EXPECT_EQ(item.count("podcast:episode"), *entry.podcast == '\0' ? 0u : 1u) << entry.number;
    }
    for (const int season : {-1, 0, 1, 2031}) {
        domain::Episode episode = samples::least_episode();
        episode.season = season;
        EXPECT_EQ(Item(episode).count("itunes:season"), season > 0 ? 1u : 0u) << season;
        EXPECT_EQ(Item(episode).count("podcast:season"), season >= 0 ? 1u : 0u) << season;
    }
}

TEST(RenderItem, RoundsDurationsHalfUp) {
    domain::Episode episode = samples::trailer();
    for (const auto& [length, seconds] : std::initializer_list<std::pair<std::chrono::milliseconds, const char*>>{
             {0ms, "0"}, {499ms, "0"}, {500ms, "1"}, {1499ms, "1"}, {1500ms, "2"}, {3600000ms, "3600"}}) {
        std::get<domain::StoredMedia>(episode.media).duration = length;
        EXPECT_EQ(Item(episode).text("itunes:duration"), seconds);
    }
}

// delivery.md, 5.8: length 0 and no duration before the probe, both after it.
TEST(RenderItem, TellsOfAudioByUrlWhatIsKnown) {
    domain::Episode episode = samples::least_episode();
    const Item before(episode);
    EXPECT_STREQ(before.child("enclosure").attribute("length").value(), "0");
    EXPECT_STREQ(before.child("enclosure").attribute("type").value(), "audio/mpeg");
    EXPECT_STREQ(before.child("enclosure").attribute("url").value(),
                 "https://media.pods.example/media/eps7Qk2m00000003.mp3");
    EXPECT_EQ(before.count("itunes:duration"), 0u);
    auto& media = std::get<domain::ExternalMedia>(episode.media);
    media.size_bytes = 99;
    media.duration = 61500ms;
    media.mime_type = "audio/mp4";
    const Item after(episode);
    EXPECT_STREQ(after.child("enclosure").attribute("length").value(), "99");
    EXPECT_STREQ(after.child("enclosure").attribute("type").value(), "audio/x-m4a");
    EXPECT_EQ(after.text("itunes:duration"), "62");
}

// delivery.md, 2.5, 6 and 11.
TEST(RenderItem, NamesWhatGoesWithTheMedia) {
    domain::Episode episode = samples::least_episode();
    EXPECT_EQ(Item(episode).count("podcast:chapters"), 0u);
    const Instant since = from_unix_seconds(1'700'000'000);
    episode.companions.chapters_since = since;
    episode.companions.transcripts = {{"en", true, since}, {"en", false, since}, {"de", false, since}};
    episode.video = domain::StoredVideo{.sha256 = std::string(64, 'a'),
                                        .size_bytes = 99,
                                        .width = 1280,
                                        .height = 720,
                                        .bitrate_kbps = 900,
                                        .integrity = "sha384-abc=",
                                        .caption = {},
                                        .upload = {},
                                        .since = since};
    episode.companions.stream =
        domain::StreamedFilm{.sha256 = std::string(64, 'b'), .size_bytes = 5, .made_of = {}, .since = since};
    const Item item(episode);
    EXPECT_STREQ(item.child("podcast:chapters").attribute("url").value(),
                 "https://pods.example/chapters/eps7Qk2m00000003.json");
    EXPECT_STREQ(item.child("podcast:chapters").attribute("type").value(), "application/json+chapters");
    std::string transcripts;
    for (const pugi::xml_node& one : item.node().children("podcast:transcript")) {
        const std::string url = one.attribute("url").value();
        transcripts += url.substr(url.find('.', url.rfind('/')) + 1) + ' ' + one.attribute("type").value() + ' ' +
                       one.attribute("language").value() + ' ' + one.attribute("rel").value() + '\n';
    }
    EXPECT_EQ(transcripts,
              "en.vtt text/vtt en captions\n"
              "en.srt application/x-subrip en captions\n"
              "en.json application/json en captions\n"
              "en.txt text/plain en \n"
              "en.html text/html en \n"
              "de.txt text/plain de \n"
              "de.html text/html de \n");
    const pugi::xml_node stream = item.child("podcast:alternateEnclosure");
    EXPECT_STREQ(stream.attribute("type").value(), "application/x-mpegURL");
    EXPECT_STREQ(stream.attribute("length").value(), "0");
    EXPECT_STREQ(stream.child("podcast:source").attribute("uri").value(),
                 "https://media.pods.example/media/eps7Qk2m00000003/hls/master.m3u8");
    EXPECT_FALSE(stream.child("podcast:integrity"));
    const pugi::xml_node film = stream.next_sibling("podcast:alternateEnclosure");
    EXPECT_STREQ(film.attribute("type").value(), "video/mp4");
    EXPECT_STREQ(film.attribute("height").value(), "720");
    EXPECT_STREQ(film.child("podcast:integrity").attribute("value").value(), "sha384-abc=");
}

TEST(RenderItem, UsesTheShowsValueWhereItHasNone) {
    domain::Show show = samples::least_show();
    show.is_explicit = true;
    domain::Episode episode = samples::least_episode();
    EXPECT_EQ(Item(episode, show).text("itunes:explicit"), "true");
    episode.is_explicit = false;
    EXPECT_EQ(Item(episode, show).text("itunes:explicit"), "false");
    show.author = episode.author = "Ines";
    EXPECT_EQ(Item(episode, show).count("itunes:author"), 0u);
    episode.author = "Tom";
    EXPECT_EQ(Item(episode, show).text("itunes:author"), "Tom");
}

TEST(RenderItem, TakesOnlyLargeArtworkForDirectories) {
    const domain::Episode episode = samples::least_episode();
    for (const int width : {0, 1399, 1400, 3000}) {
        FeedArtwork artwork = samples::artwork();
        artwork.width = artwork.height = width;
        EXPECT_EQ(Item(episode, samples::least_show(), artwork).count("itunes:image"), width >= 1400 ? 1u : 0u)
            << width;
    }
}

TEST(RenderItem, CutsDescriptionsAndKeepsTheNotes) {
    domain::Episode episode = samples::least_episode();
    for (const std::size_t length : {0u, 3999u, 4000u, 4001u}) {
        episode.description = std::string(length, 'x');
        const Item item(episode);
        EXPECT_EQ(item.count("description"), 1u);
        EXPECT_EQ(item.all_text("description").size(), std::min<std::size_t>(length, 4000));
        EXPECT_EQ(item.all_text("content:encoded"), length > 4000 ? episode.description : "");
    }
    episode.description = "<p>" + std::string(5000, 'x') + "</p>";
    EXPECT_EQ(Item(episode).all_text("description"), "<p>" + std::string(3993, 'x') + "</p>");
    episode.description = std::string(1'000'000, 'x');
    EXPECT_EQ(Item(episode).all_text("content:encoded").size(), 262144u);
    episode.description.clear();
    EXPECT_NE(Item(episode).xml.find("<description><![CDATA[]]></description>"), std::string::npos);
}

TEST(RenderItem, KeepsEachLimit) {
    const auto text_of = [](int length) {
        std::string text;
        for (int i = 0; i < length; ++i) {
            text += "ż";
        }
        return text;
    };
    for (const int off : {-1, 0, 1}) {
        const auto length = [&](std::size_t limit) { return static_cast<int>(limit) + off; };
        const auto expected = [&](std::size_t limit) {
            return off <= 0 ? text_of(length(limit)) : cut_to_code_points(text_of(length(limit)), limit);
        };
        domain::Episode episode = samples::full_episode();
        episode.title = text_of(length(255));
        episode.number_display = text_of(length(32));
        episode.season_name = text_of(length(128));
        episode.tags.funding = {{"https://x.example/", text_of(length(128))}};
        episode.tags.txt = {{text_of(length(4000)), text_of(length(128))}};
        episode.tags.persons = {{text_of(length(128)), "", "", "", ""}};
        episode.tags.soundbites = {{1, 15, text_of(length(128))}};
        episode.tags.alternate_enclosures[0].title = text_of(length(32));
        episode.tags.alternate_enclosures[0].rel = text_of(length(32));
        const Item item(episode);
        EXPECT_EQ(item.text("title"), expected(255));
        EXPECT_EQ(item.child("podcast:episode").attribute("display").value(), expected(32));
        EXPECT_EQ(item.child("podcast:season").attribute("name").value(), expected(128));
        EXPECT_EQ(item.text("podcast:funding"), expected(128));
        EXPECT_EQ(item.text("podcast:txt"), expected(4000));
        EXPECT_EQ(item.child("podcast:txt").attribute("purpose").value(), expected(128));
        EXPECT_EQ(item.text("podcast:person"), expected(128));
        EXPECT_EQ(item.text("podcast:soundbite"), expected(128));
        EXPECT_EQ(item.child("podcast:alternateEnclosure").attribute("title").value(), expected(32));
        EXPECT_EQ(item.child("podcast:alternateEnclosure").attribute("rel").value(), expected(32));
    }
}

TEST(RenderItem, SurvivesHostileText) {
    for (const std::string hostile : {"]]>", "&amp;amp;", "<script>alert(1)</script>x",
                                      "a\x01\x08"
                                      "b",
                                      "🌊\xE2\x80\xAE\xCC\x81", "\"'><", "<!--", "</item>"}) {
        domain::Episode episode = samples::full_episode();
        episode.title = episode.author = episode.guid = episode.season_name = hostile;
        episode.description = "a" + hostile + "b";
        episode.tags.persons = {{hostile, hostile, hostile, hostile, hostile}};
        episode.tags.extra_xml = hostile;
        const Item item(episode);
        EXPECT_EQ(item.text("title"), without_xml_forbidden(hostile));
        EXPECT_EQ(item.all_text("description").find("<script"), std::string::npos);
        EXPECT_STREQ(item.child("podcast:person").attribute("role").value(), without_xml_forbidden(hostile).c_str());
        EXPECT_EQ(item.child("podcast:person").attribute("href"), pugi::xml_attribute()) << "no URL, no attribute";
    }
}

TEST(RenderItem, LeavesStoredNotesByteForByte) {
    domain::Episode episode = samples::least_episode();
    episode.description =
        "<p>A &nbsp; b <a href=\"https://x.example/?a=1&amp;b\" rel=\"ugc noopener noreferrer\" "
        "target=\"_blank\">c</a><br />d</p>";
    EXPECT_NE(Item(episode).xml.find("<description><![CDATA[" + episode.description + "]]></description>"),
              std::string::npos);
    episode.description = "Plain & simple, 1 < 2.\n\nNo tags added.";
    EXPECT_NE(Item(episode).xml.find("<description><![CDATA[" + episode.description + "]]></description>"),
              std::string::npos);
}

TEST(RenderItem, LeavesOutTagsWithoutWhatTheyNeed) {
    domain::Episode episode = samples::least_episode();
    episode.tags.funding = {{"http://x.example/", "plain"}, {"", "none"}};
    episode.tags.persons = {{" ", "guest", "", "", ""}};
    episode.tags.locations = {{"", "subject", "geo:1,2", "", ""}};
    episode.tags.transcripts = {{"https://x.example/t", "", "", ""}, {"t.vtt", "text/vtt", "", ""}};
    episode.tags.chapters = {{"", ""}};
    episode.tags.content_links = {{"javascript:alert(1)", "x"}};
    episode.tags.chat = {{"", "irc", "", ""}};
    episode.tags.license = {{"", "https://x.example/"}};
    episode.tags.value = {{"", "keysend", "", {}, {}}};
    episode.tags.images = {{"ftp://x.example/", "", "", "", "", {}, {}}};
    episode.tags.social_interact = {{"", "https://x.example/", "", "", {}}, {"activitypub", "x", "", "", {}}};
    EXPECT_EQ(Item(episode).xml.find("<podcast:"), std::string::npos) << Item(episode).xml;
}

TEST(ItemPersons, RepeatHostsBesideGuests) {
    const std::vector<domain::Person> show{
        {"Ines", "", "", "", ""}, {"Tom", "Editor", "", "", ""}, {"Bo", "HOST", "", "", ""}};
    EXPECT_TRUE(item_persons(show, {}).empty());
    const std::vector<domain::Person> guests{{"Ada", "Guest", "", "", ""}};
    const std::vector<domain::Person> with_hosts{show[0], show[2], guests[0]};
    EXPECT_EQ(item_persons(show, guests), with_hosts);
    const std::vector<domain::Person> own_host{{"Ada", "Guest", "", "", ""}, {"Zoe", "host", "", "", ""}};
    EXPECT_EQ(item_persons(show, own_host), own_host);
}

}  // namespace
}  // namespace mooring::feed
