#include "mooring/base/time_text.hpp"
#include "mooring/feed/podcast_guid.hpp"
#include "mooring/feed/reading/read_feed_for_test.hpp"

// The rows of delivery.md, 10.2, "Mapping": each with each fallback.

namespace mooring::feed::reading {
namespace {

using test::episode_of;
using test::item;
using test::must_read;
using test::rss;

domain::Show show_of(const std::string& channel) {
    return must_read(rss(channel)).show;
}

TEST(MapChannel, KeepsBothTitlesWhenTheyDiffer) {
    const auto both = show_of("<title>Long</title><itunes:title>Short</itunes:title>");
    EXPECT_EQ(both.title, "Long");
    EXPECT_EQ(both.apple_title, "Short");
    EXPECT_EQ(show_of("<title>Same</title><itunes:title>Same</itunes:title>").apple_title, "");
    EXPECT_EQ(show_of("<itunes:title>Only</itunes:title>").title, "Only");
    EXPECT_EQ(show_of("").title, "Untitled show");
}

TEST(MapChannel, TakesTheFirstDescription) {
    EXPECT_EQ(show_of("<itunes:subtitle>c</itunes:subtitle><itunes:summary>b</itunes:summary>"
                      "<description>a</description>")
                  .description,
              "a");
    EXPECT_EQ(show_of("<itunes:subtitle>c</itunes:subtitle><itunes:summary>b</itunes:summary>").description, "b");
    EXPECT_EQ(show_of("<description> </description><itunes:subtitle>c</itunes:subtitle>").description, "c");
}

TEST(MapChannel, JoinsSplitCdata) {
    EXPECT_EQ(show_of("<description><![CDATA[<p>a ]]]]><![CDATA[> b</p>]]></description>").description,
              "<p>a ]]> b</p>");
}

TEST(MapChannel, TakesTheGuidOrComputesIt) {
    const ReadFeed own = must_read(rss("<podcast:guid>917393E3-1B1E-5CEF-ACE4-EDAA54E1F810</podcast:guid>"));
    EXPECT_TRUE(own.has_own_guid);
    EXPECT_EQ(own.show.guid, "917393e3-1b1e-5cef-ace4-edaa54e1f810");
    const ReadFeed computed = must_read(rss("<title>T</title>"));
    EXPECT_FALSE(computed.has_own_guid);
    EXPECT_EQ(computed.show.guid, podcast_guid(test::feed_address));
}

TEST(MapChannel, TakesTheFirstAuthor) {
    const std::string editor = "<managingEditor>mail@old.example (Ada)</managingEditor>";
    EXPECT_EQ(show_of("<dc:creator>C</dc:creator>" + editor + "<itunes:author>A</itunes:author>").author, "A");
    EXPECT_EQ(show_of("<dc:creator>C</dc:creator>" + editor).author, "Ada");
    EXPECT_EQ(show_of("<dc:creator>C</dc:creator>").author, "C");
}

TEST(MapChannel, TakesOwnerLanguageCopyrightAndWebsite) {
    const auto show = show_of(
        "<itunes:owner><itunes:name>Ada</itunes:name><itunes:email>a@old.example</itunes:email></itunes:owner>"
        "<language>en_GB</language><copyright>2026 Ada</copyright><link>../about</link>");
    EXPECT_EQ(show.owner_name, "Ada");
    EXPECT_EQ(show.owner_email, "a@old.example");
    EXPECT_EQ(show.language, "en-gb");
    EXPECT_EQ(show.copyright, "2026 Ada");
    EXPECT_EQ(show.website_url, "https://old.example/shows/about");
}

TEST(MapChannel, RenamesRetiredCategoriesAndTellsUnknownOnes) {
    const ReadFeed feed =
        must_read(rss("<title>T</title><itunes:category text=\"Society &amp; Culture\"><itunes:category "
                      "text=\"Documentary\"/></itunes:category>"
                      "<itunes:category text=\"Games &amp; Hobbies\"/><itunes:category text=\"Knitting\"/>"
                      "<itunes:category text=\"Arts\"/><itunes:category text=\"Music\"/>"));
    const std::vector<domain::Category> expected{{"Society & Culture", "Documentary"}, {"Leisure", ""}, {"Arts", ""}};
    EXPECT_EQ(feed.show.categories, expected);
    EXPECT_EQ(feed.warnings.size(), 2U);  // Knitting is unknown, Music the fourth
}

TEST(MapChannel, ReadsExplicitInAllItsSpellings) {
    for (const std::string& yes : std::vector<std::string>{"true", "yes", "Explicit"}) {
        EXPECT_TRUE(show_of("<itunes:explicit>" + yes + "</itunes:explicit>").is_explicit) << yes;
    }
    for (const std::string& no : std::vector<std::string>{"false", "no", "clean", "", "perhaps"}) {
        EXPECT_FALSE(show_of("<itunes:explicit>" + no + "</itunes:explicit>").is_explicit) << no;
    }
    EXPECT_FALSE(show_of("").is_explicit);
}

TEST(MapChannel, TakesTypeCompleteAndBlock) {
    const auto show = show_of(
        "<itunes:type>Serial</itunes:type><itunes:complete>Yes</itunes:complete><itunes:block>Yes</itunes:block>");
    EXPECT_EQ(show.type, domain::ShowType::serial);
    EXPECT_TRUE(show.is_complete);
    EXPECT_TRUE(show.block_directories);
    EXPECT_EQ(show_of("").type, domain::ShowType::episodic);
}

TEST(MapChannel, TakesTheFirstArtwork) {
    const std::string thumbnail = "<media:thumbnail url=\"/4.jpg\"/>";
    const std::string image = "<image><url>/3.jpg</url></image>" + thumbnail;
    const std::string podcast = "<podcast:image href=\"/2.jpg\" purpose=\"artwork\"/>" + image;
    EXPECT_EQ(show_of(podcast + "<itunes:image href=\"/1.jpg\"/>").image_url, "https://old.example/1.jpg");
    EXPECT_EQ(show_of(podcast).image_url, "https://old.example/2.jpg");
    EXPECT_EQ(show_of(image).image_url, "https://old.example/3.jpg");
    EXPECT_EQ(show_of(thumbnail).image_url, "https://old.example/4.jpg");
}

TEST(MapChannel, ReadsTheLock) {
    const ReadFeed feed = must_read(rss("<podcast:locked owner=\"a@old.example\">yes</podcast:locked>"));
    EXPECT_TRUE(feed.is_locked);
    EXPECT_EQ(feed.lock_owner, "a@old.example");
    EXPECT_FALSE(must_read(rss("<podcast:locked>no</podcast:locked>")).is_locked);
    EXPECT_FALSE(must_read(rss("")).is_locked);
}

TEST(MapItem, TakesTheFirstNotes) {
    const std::string subtitle = "<itunes:subtitle>d</itunes:subtitle>";
    const std::string summary = "<itunes:summary>c</itunes:summary>" + subtitle;
    const std::string description = "<description>b</description>" + summary;
    EXPECT_EQ(episode_of(description + "<content:encoded>a</content:encoded>").description, "a");
    EXPECT_EQ(episode_of(description).description, "b");
    EXPECT_EQ(episode_of(summary).description, "c");
    EXPECT_EQ(episode_of(subtitle).description, "d");
}

TEST(MapItem, KeepsTheGuidByteForByte) {
    const ReadFeed feed = must_read(rss(
        "<item><guid>\n  https://Old.example/?p=1&amp;x=%20 </guid><enclosure url=\"/1.mp3\" type=\"audio/mpeg\"/>"
        "</item><item><enclosure url=\"/2.mp3\" type=\"audio/mpeg\"/></item>"
        "<item><guid isPermaLink=\"false\">tag:three</guid><enclosure url=\"/3.mp3\" type=\"audio/mpeg\"/></item>"));
    ASSERT_EQ(feed.items.size(), 3U);
    EXPECT_EQ(feed.items[0].episode.guid, "https://Old.example/?p=1&x=%20");
    EXPECT_TRUE(feed.items[0].episode.guid_is_permalink);
    EXPECT_EQ(feed.items[1].episode.guid, "https://old.example/2.mp3");
    EXPECT_FALSE(feed.items[1].episode.guid_is_permalink);
    EXPECT_FALSE(feed.items[2].episode.guid_is_permalink);
}

TEST(MapItem, ReadsDatesWithTheirFallbacks) {
    EXPECT_EQ(
        iso8601_seconds(*episode_of("<dc:date>2020-01-01</dc:date><pubDate>2 Mar 2026 8:00 EST</pubDate>").publish_at),
        "2026-03-02T13:00:00Z");
    EXPECT_EQ(iso8601_seconds(*episode_of("<pubDate>when it suits</pubDate><dc:date>2026-03-02</dc:date>").publish_at),
              "2026-03-02T00:00:00Z");
    EXPECT_FALSE(episode_of("").publish_at);
}

TEST(MapItem, PlacesUndatedItemsByTheOrderOfTheFeed) {
    const auto entry = [](const std::string& guid, const std::string& date) {
        return "<item><guid>" + guid + "</guid><enclosure url=\"/" + guid + ".mp3\" type=\"audio/mpeg\"/>" + date +
               "</item>";
    };
    const ReadFeed feed = must_read(rss(entry("a", "") + entry("b", "<pubDate>2026-03-02</pubDate>") + entry("c", "")));
    ASSERT_EQ(feed.items.size(), 3U);
    EXPECT_EQ(iso8601_seconds(*feed.items[0].episode.publish_at), "2026-03-02T00:00:01Z");
    EXPECT_EQ(iso8601_seconds(*feed.items[2].episode.publish_at), "2026-03-01T23:59:59Z");
}

TEST(MapItem, TakesNumbersAndTypes) {
    const auto episode = episode_of(
        "<itunes:episode>3</itunes:episode><podcast:episode display=\"3½\">3.5</podcast:episode>"
        "<itunes:season>2</itunes:season><podcast:season name=\"Ice\">2</podcast:season>"
        "<itunes:episodeType>Bonus</itunes:episodeType><itunes:explicit>yes</itunes:explicit>"
        "<itunes:block>Yes</itunes:block><link>/e/1</link>");
    EXPECT_EQ(episode.number, "3.5");
    EXPECT_EQ(episode.number_display, "3½");
    EXPECT_EQ(episode.season, 2);
    EXPECT_EQ(episode.season_name, "Ice");
    EXPECT_EQ(episode.type, domain::EpisodeType::bonus);
    EXPECT_EQ(episode.is_explicit, true);
    EXPECT_TRUE(episode.block_directories);
    EXPECT_EQ(episode.external_url, "https://old.example/e/1");
    EXPECT_FALSE(episode_of("").is_explicit);
    EXPECT_EQ(episode_of("<itunes:episode>12a</itunes:episode>").number, "");
}

TEST(MapItem, LeavesOutWhatTheShowSaysAlready) {
    const ReadFeed feed = must_read(rss("<itunes:author>Ada</itunes:author><itunes:image href=\"/a.jpg\"/>" +
                                        item("<itunes:author>Ada</itunes:author><itunes:image href=\"/a.jpg\"/>")));
    EXPECT_EQ(feed.items.front().episode.author, "");
    EXPECT_EQ(feed.items.front().episode.image_url, "");
    EXPECT_EQ(episode_of("<author>a@old.example (Guest)</author><media:thumbnail url=\"/e.jpg\"/>").author, "Guest");
}

TEST(MapItem, MakesFurtherEnclosuresAlternates) {
    const auto episode = episode_of(
        "<enclosure url=\"/1.mp4\" length=\"9\" type=\"video/mp4\"/>"
        "<enclosure url=\"/cover.jpg\" type=\"image/jpeg\"/>");
    ASSERT_EQ(episode.tags.alternate_enclosures.size(), 1U);
    EXPECT_EQ(episode.tags.alternate_enclosures[0].type, "video/mp4");
    EXPECT_EQ(episode.tags.alternate_enclosures[0].sources[0].uri, "https://old.example/1.mp4");
}

TEST(MapItem, SkipsItemsWithoutEnclosureAndDoubleGuids) {
    const ReadFeed feed = must_read(rss(item("") + item("") + "<item><title>Text</title><guid>t</guid></item>"));
    EXPECT_EQ(feed.items.size(), 1U);
    ASSERT_EQ(feed.skipped.size(), 2U);
    EXPECT_EQ(feed.skipped[0].reason, "duplicate_guid");
    EXPECT_EQ(feed.skipped[1].reason, "no_enclosure");
    EXPECT_EQ(feed.skipped[1].title, "Text");
}

}  // namespace
}  // namespace mooring::feed::reading
