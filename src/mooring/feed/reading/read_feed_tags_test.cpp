#include "mooring/feed/extra_xml.hpp"
#include "mooring/feed/reading/read_feed_for_test.hpp"

// The tags of delivery.md, 2.5, and what is in no table.

namespace mooring::feed::reading {
namespace {

using test::episode_of;
using test::item;
using test::must_read;
using test::rss;

domain::ShowTags show_tags(const std::string& channel) {
    return must_read(rss("<title>T</title>" + channel)).show.tags;
}

TEST(ReadPodcastTags, ReadsThoseOfShows) {
    const auto tags = show_tags(
        "<podcast:funding url=\"/give\">Help</podcast:funding>"
        "<podcast:person role=\"Guest\" group=\"cast\" img=\"/p.jpg\" href=\"/p\">Ada</podcast:person>"
        "<podcast:location rel=\"subject\" geo=\"geo:1,2\" osm=\"R1\" country=\"FR\">Brest</podcast:location>"
        "<podcast:license url=\"/l\">cc-by-4.0</podcast:license>"
        "<podcast:txt purpose=\"verify\">abc</podcast:txt>"
        "<podcast:podroll><podcast:remoteItem feedGuid=\"g\" feedUrl=\"/f\"/></podcast:podroll>"
        "<podcast:publisher><podcast:remoteItem feedGuid=\"p\" medium=\"publisher\"/></podcast:publisher>"
        "<podcast:updateFrequency rrule=\"FREQ=WEEKLY\" complete=\"true\">Weekly</podcast:updateFrequency>"
        "<podcast:block id=\"acast\">yes</podcast:block>"
        "<podcast:socialInteract protocol=\"activitypub\" uri=\"https://s.example/1\" priority=\"1\"/>"
        "<podcast:chat server=\"irc.example\" protocol=\"irc\"/>"
        "<podcast:image href=\"/wide.png\" purpose=\"banner\" width=\"1500\" aspect-ratio=\"3/1\"/>"
        "<podcast:value type=\"lightning\" method=\"keysend\" suggested=\"0.5\">"
        "<podcast:valueRecipient name=\"Ada\" type=\"node\" address=\"02\" split=\"90\" fee=\"true\"/></podcast:value>"
        "<podcast:liveItem status=\"pending\" start=\"2026-03-02\"><title>Live</title></podcast:liveItem>");
    ASSERT_EQ(tags.funding.size(), 1U);
    EXPECT_EQ(tags.funding[0], (domain::Funding{"https://old.example/give", "Help"}));
    EXPECT_EQ(tags.persons.at(0).role, "Guest");
    EXPECT_EQ(tags.locations.at(0).country, "FR");
    EXPECT_EQ(tags.license->name, "cc-by-4.0");
    EXPECT_EQ(tags.txt.at(0), (domain::Txt{"abc", "verify"}));
    EXPECT_EQ(tags.podroll.at(0).feed_guid, "g");
    EXPECT_EQ(tags.publisher->feed_guid, "p");
    EXPECT_TRUE(tags.update_frequency->complete);
    EXPECT_EQ(tags.service_blocks.at(0), (domain::ServiceBlock{"acast", true}));
    EXPECT_EQ(tags.social_interact.at(0).priority, 1);
    EXPECT_EQ(tags.chat->protocol, "irc");
    EXPECT_EQ(tags.images.at(0).width, 1500);
    EXPECT_EQ(tags.value->recipients.at(0).split, 90);
    EXPECT_TRUE(tags.value->recipients.at(0).fee);
    EXPECT_EQ(tags.live_items.at(0).inner_xml, "<title>Live</title>");
    EXPECT_EQ(tags.extra_xml, "");
}

TEST(ReadPodcastTags, ReadsThoseOfEpisodes) {
    const auto tags =
        episode_of(
            "<podcast:soundbite startTime=\"1.5\" duration=\"30\">Bit</podcast:soundbite>"
            "<podcast:contentLink href=\"https://y.example/1\">Watch</podcast:contentLink>"
            "<podcast:transcript url=\"/1.vtt\" type=\"text/vtt\" language=\"en\" rel=\"captions\"/>"
            "<podcast:chapters url=\"/1.json\" type=\"application/json+chapters\"/>"
            "<podcast:alternateEnclosure type=\"video/mp4\" length=\"7\" bitrate=\"128000.5\" height=\"720\""
            " default=\"true\"><podcast:source uri=\"/1.mp4\" contentType=\"video/mp4\"/>"
            "<podcast:integrity type=\"sri\" value=\"sha384-x\"/></podcast:alternateEnclosure>")
            .tags;
    EXPECT_EQ(tags.soundbites.at(0), (domain::Soundbite{1.5, 30, "Bit"}));
    EXPECT_EQ(tags.content_links.at(0).label, "Watch");
    EXPECT_EQ(tags.transcripts.at(0).url, "https://old.example/1.vtt");
    EXPECT_EQ(tags.chapters->url, "https://old.example/1.json");
    const auto& other = tags.alternate_enclosures.at(0);
    EXPECT_EQ(other.bitrate, 128000);
    EXPECT_TRUE(other.is_default);
    EXPECT_EQ(other.sources.at(0).uri, "https://old.example/1.mp4");
    EXPECT_EQ(other.integrity_sri, "sha384-x");
}

TEST(ReadPodcastTags, KnowsItsNamespaceByWhateverPrefix) {
    const ReadFeed feed = must_read(
        "<rss xmlns:p=\"HTTPS://podcastindex.org/namespace/1.0/\" "
        "xmlns:i=\"http://www.itunes.com/DTDs/PodCast-1.0.dtd\">"
        "<channel><i:author>Ada</i:author><p:locked>yes</p:locked></channel></rss>");
    EXPECT_EQ(feed.show.author, "Ada");
    EXPECT_TRUE(feed.is_locked);
    EXPECT_EQ(must_read("<rss><channel><itunes:author>Undeclared</itunes:author></channel></rss>").show.author,
              "Undeclared");
}

TEST(ReadExtraXml, KeepsUnknownTagsSoThatTheFeedWritesThemAgain) {
    const auto tags = show_tags(
        "<x:mood tone=\"blue\">Calm &amp; low<x:deep/></x:mood><podcast:newTag a=\"1\">v</podcast:newTag>"
        "<itunes:keywords>a,b</itunes:keywords><generator>Other</generator><ttl>60</ttl>"
        "<atom:link rel=\"self\" href=\"https://old.example/f\"/><podcast:podping usesPodping=\"true\"/>");
    const std::string written = clean_opaque_xml(tags.extra_xml, OpaqueXml::foreign_elements);
    EXPECT_EQ(written,
              "<x:mood tone=\"blue\" xmlns:x=\"https://x.example/ns\">Calm &amp; low<x:deep/></x:mood>\n"
              "<podcast:newTag a=\"1\">v</podcast:newTag>\n"
              "<itunes:keywords>a,b</itunes:keywords>\n");
    EXPECT_EQ(declared_namespaces(tags.extra_xml), (std::vector<XmlNamespace>{{"x", "https://x.example/ns"}}));
    EXPECT_NE(episode_of("<x:mood>e</x:mood>").tags.extra_xml.find("https://x.example/ns"), std::string::npos);
}

TEST(ReadExtraXml, BoundsIt) {
    std::string many;
    for (int count = 0; count < 10; ++count) many += "<x:a>" + std::string(60'000, 'y') + "</x:a>";
    EXPECT_LE(show_tags(many).extra_xml.size(), 256U * 1024);
    EXPECT_EQ(show_tags("<x:a>" + std::string(70'000, 'y') + "</x:a>").extra_xml, "");
}

TEST(ReadSimpleChapters, ReadsTimesInOrder) {
    const ReadFeed feed = must_read(
        rss(item("<psc:chapters><psc:chapter start=\"01:02.5\" title=\"Two\" href=\"/two\"/>"
                 "<psc:chapter start=\"0\" title=\"One\" image=\"/1.jpg\"/><psc:chapter start=\"x\" title=\"No\"/>"
                 "</psc:chapters>")));
    const auto& chapters = feed.items.front().chapters;
    ASSERT_EQ(chapters.size(), 2U);
    EXPECT_EQ(chapters[0].title, "One");
    EXPECT_EQ(chapters[0].image_url, "https://old.example/1.jpg");
    EXPECT_EQ(chapters[1].start, std::chrono::milliseconds{62'500});
    EXPECT_EQ(chapters[1].url, "https://old.example/two");
}

}  // namespace
}  // namespace mooring::feed::reading
