#include "mooring/feed/reading/read_feed_for_test.hpp"

namespace mooring::feed::reading {
namespace {

using test::feed_address;
using test::item;
using test::must_read;
using test::rss;

Errc refusal(const std::string& text) {
    const auto read = read_feed(text, feed_address);
    return read ? Errc::internal : read.error().code;
}

TEST(ReadFeed, RefusesABillionLaughs) {
    std::string text = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"lol\">";
    for (char name = 'b'; name < 'k'; ++name) {
        text += std::string("<!ENTITY ") + name + " \"";
        for (int copy = 0; copy < 10; ++copy) text += std::string("&") + static_cast<char>(name - 1) + ";";
        text += "\">";
    }
    text += "]><rss><channel><title>&j;</title></channel></rss>";
    EXPECT_EQ(refusal(text), Errc::unsupported);
}

TEST(ReadFeed, NeverReadsOutsideEntities) {
    EXPECT_EQ(refusal("<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><title>&x;</title>"
                      "</channel></rss>"),
              Errc::unsupported);
    // An old doctype without a subset is passed over; what it would define stays as it is written.
    const ReadFeed feed = must_read(
        "<!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"http://my.netscape.com/rss.dtd\">"
        "<rss><channel><title>&x; y</title></channel></rss>");
    EXPECT_EQ(feed.show.title, "&x; y");
}

TEST(ReadFeed, RefusesDepthAndNumbersBeyondItsLimits) {
    std::string deep = "<rss><channel>";
    for (int level = 0; level < 100; ++level) deep += "<x>";
    for (int level = 0; level < 100; ++level) deep += "</x>";
    EXPECT_EQ(refusal(deep + "</channel></rss>"), Errc::too_large);

    std::string wide = "<rss><channel>";
    for (int count = 0; count < 1'100'000; ++count) wide += "<x/>";
    EXPECT_EQ(refusal(wide + "</channel></rss>"), Errc::too_large);

    std::string attributes = "<rss><channel><x";
    for (int count = 0; count < 2'100'000; ++count) attributes += " a=''";
    EXPECT_EQ(refusal(attributes + "/></channel></rss>"), Errc::too_large);
}

TEST(ReadFeed, RefusesWhatIsNoFeed) {
    EXPECT_EQ(refusal("<!DOCTYPE html><html><body>Sign in</body></html>"), Errc::unsupported);
    EXPECT_EQ(refusal("<html><rss><channel/></rss></html>"), Errc::unsupported);
    EXPECT_EQ(refusal("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x</title></feed>"), Errc::unsupported);
    EXPECT_EQ(refusal("<opml version=\"2.0\"/>"), Errc::corrupt);
    EXPECT_EQ(refusal("{\"rss\": 1}"), Errc::corrupt);
    EXPECT_EQ(refusal(""), Errc::corrupt);
    EXPECT_EQ(refusal(std::string("\0\0\0", 3)), Errc::corrupt);
    EXPECT_EQ(refusal("<rss><channel><title>cut off"), Errc::corrupt);
    EXPECT_EQ(refusal("<?xml version=\"1.0\" encoding=\"klingon\"?><rss><channel/></rss>"), Errc::unsupported);
}

TEST(ReadFeed, ReadsLatin1ByItsDeclaration) {
    const ReadFeed feed = must_read(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><title>Caf\xE9</title></channel></rss>");
    EXPECT_EQ(feed.show.title, "Café");
}

TEST(ReadFeed, ReadsWindows1252AndUtf16) {
    EXPECT_EQ(must_read("<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss><channel><title>\x93x\x94</title>"
                        "</channel></rss>")
                  .show.title,
              "“x”");
    std::string wide = "\xFF\xFE";
    for (const char c : std::string{"<?xml version=\"1.0\" encoding=\"UTF-16\"?><rss><channel><title>x</title>"
                                    "</channel></rss>"}) {
        wide += c;
        wide += '\0';
    }
    EXPECT_EQ(must_read(wide).show.title, "x");
}

TEST(ReadFeed, PassesAByteOrderMark) {
    EXPECT_EQ(must_read("\xEF\xBB\xBF" + rss("<title>Harbour</title>")).show.title, "Harbour");
}

TEST(ReadFeed, MakesIllFormedCharactersVisible) {
    EXPECT_EQ(must_read("<rss><channel><title>a\xFF\x01z</title></channel></rss>").show.title, "a\xEF\xBF\xBD z");
}

TEST(ReadFeed, BoundsEveryText) {
    const ReadFeed feed = must_read(rss("<title>" + std::string(100'000, 'x') + "</title><description>" +
                                        std::string(1'000'000, 'y') + "</description>"));
    EXPECT_LE(feed.show.title.size(), 2010U);
    EXPECT_EQ(feed.show.description.size(), 262'144U);
}

TEST(ReadFeed, LeavesOutAddressesThatAreNone) {
    for (const std::string& url :
         std::vector<std::string>{"javascript:alert(1)", "file:///etc/passwd", "ftp://old.example/1.mp3", "http://",
                                  "https://old.example/" + std::string(4000, 'a')}) {
        const ReadFeed feed = must_read(
            rss("<title>T</title><item><guid>g</guid><enclosure url=\"" + url + "\" type=\"audio/mpeg\"/></item>"));
        EXPECT_TRUE(feed.items.empty()) << url;
        ASSERT_EQ(feed.skipped.size(), 1U) << url;
        EXPECT_EQ(feed.skipped.front().reason, "no_enclosure") << url;
    }
}

TEST(ReadFeed, TakesTenThousandItems) {
    std::string channel = "<title>T</title>";
    for (int number = 0; number < 10'000; ++number) {
        channel += "<item><title>E</title><guid>g" + std::to_string(number) + "</guid><enclosure url=\"/m/" +
                   std::to_string(number) + ".mp3\" type=\"audio/mpeg\"/></item>";
    }
    EXPECT_EQ(must_read(rss(channel)).items.size(), 10'000U);
}

TEST(ReadFeed, LimitsItsItems) {
    std::string channel = "<title>T</title>";
    for (int number = 0; number < 20'001; ++number) channel += "<item/>";
    const ReadFeed feed = must_read(rss(channel));
    EXPECT_EQ(feed.skipped.size(), most_items);
    EXPECT_EQ(feed.warnings.size(), 1U);
}

}  // namespace
}  // namespace mooring::feed::reading
