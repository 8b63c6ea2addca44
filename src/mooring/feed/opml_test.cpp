#include "mooring/feed/opml.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

namespace mooring::feed {
namespace {

OpmlList a_list() {
    return {.title = "Saltmarsh Radio",
            .owner_name = "Ines <Varga>",
            .created = from_unix_seconds(1772438400),
            .shows = {{"zebra", "https://p.example/feeds/z.xml", "https://p.example/show/zebra", "", ""},
                      {"Apple & \"Pear\"", "https://p.example/feeds/a.xml", "https://p.example/show/apple",
                       "<p>One</p><p>T&eacute;</p>", "en-gb"},
                      {"Émile", "https://p.example/feeds/e.xml", "https://p.example/show/emile", "x", "fr"}}};
}

TEST(Opml, ListsShowsByTitle) {
    EXPECT_EQ(render_opml(a_list()),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<opml version=\"2.0\">\n"
              "<head>\n"
              "<title>Saltmarsh Radio</title>\n"
              "<dateCreated>Mon, 02 Mar 2026 08:00:00 GMT</dateCreated>\n"
              "<ownerName>Ines &lt;Varga&gt;</ownerName>\n"
              "</head>\n"
              "<body>\n"
              "<outline type=\"rss\" text=\"Apple &amp; &quot;Pear&quot;\" title=\"Apple &amp; &quot;Pear&quot;\" "
              "xmlUrl=\"https://p.example/feeds/a.xml\" htmlUrl=\"https://p.example/show/apple\" "
              "description=\"One&#10;Té\" language=\"en-gb\"/>\n"
              "<outline type=\"rss\" text=\"zebra\" title=\"zebra\" xmlUrl=\"https://p.example/feeds/z.xml\" "
              "htmlUrl=\"https://p.example/show/zebra\"/>\n"
              "<outline type=\"rss\" text=\"Émile\" title=\"Émile\" xmlUrl=\"https://p.example/feeds/e.xml\" "
              "htmlUrl=\"https://p.example/show/emile\" description=\"x\" language=\"fr\"/>\n"
              "</body>\n"
              "</opml>\n");
}

TEST(Opml, DoesNotDependOnTheOrderGiven) {
    OpmlList turned = a_list();
    std::swap(turned.shows.front(), turned.shows.back());
    EXPECT_EQ(render_opml(turned), render_opml(a_list()));
}

TEST(Opml, IsWellFormedWithoutShows) {
    const std::string opml = render_opml({.title = "x\x01", .owner_name = "", .created = {}, .shows = {}});
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(opml.c_str()));
    EXPECT_TRUE(document.child("opml").child("body"));
    EXPECT_FALSE(document.child("opml").child("head").child("ownerName"));
}

}  // namespace
}  // namespace mooring::feed
