#include "mooring/feed/extra_xml.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

namespace mooring::feed {
namespace {

std::string clean(std::string_view fragment) {
    return clean_opaque_xml(fragment, OpaqueXml::foreign_elements);
}

TEST(CleanOpaqueXml, KeepsWellFormedElements) {
    EXPECT_EQ(clean("<podcast:new a=\"1\">x &amp; y</podcast:new>"), "<podcast:new a=\"1\">x &amp; y</podcast:new>\n");
    EXPECT_EQ(clean("<dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">Z</dc:creator>"),
              "<dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">Z</dc:creator>\n");
    EXPECT_EQ(clean("<x:a xmlns:x='u'><x:b x:c='d'/>t<![CDATA[<e>]]></x:a>"),
              "<x:a xmlns:x=\"u\"><x:b x:c=\"d\"/>t<![CDATA[<e>]]></x:a>\n");
    EXPECT_EQ(clean("<a xmlns=\"u\"><b/></a>"), "<a xmlns=\"u\"><b/></a>\n");
}

TEST(CleanOpaqueXml, LeavesOutWhatTheFeedMustNotHold) {
    EXPECT_EQ(clean("<!-- c --><?pi x?><!DOCTYPE y [<!ENTITY e 'v'>]>text"), "");
    EXPECT_EQ(clean("<podcast:a><!-- c --><?pi x?>t</podcast:a>"), "<podcast:a>t</podcast:a>\n");
    EXPECT_EQ(clean("<item><title>x</title></item><title>y</title>"), "") << "RSS's own elements are not opaque";
    EXPECT_EQ(clean("<u:a>undeclared</u:a><podcast:b/>"), "<podcast:b/>\n");
    EXPECT_EQ(clean("<podcast:a><u:b/></podcast:a>"), "");
    EXPECT_EQ(clean("<podcast:a u:b=\"c\" d=\"e\" d=\"f\"/>"), "<podcast:a d=\"e\"/>\n");
    EXPECT_EQ(clean("<x:a xmlns:x=\"u\" xmlns:y=\"u\" x:b=\"1\" y:b=\"2\"/>"),
              "<x:a xmlns:x=\"u\" xmlns:y=\"u\" x:b=\"1\"/>\n")
        << "two prefixes, one attribute";
    EXPECT_EQ(clean("<podcast:a>\x01&#1;</podcast:a>"), "<podcast:a/>\n");
}

TEST(CleanOpaqueXml, DropsWhatIsNotWellFormed) {
    for (const char* fragment : {"<podcast:a>", "<podcast:a></podcast:b>", "</channel><item>", "<podcast:a",
                                 "<podcast:a b=c/>", "<1:a/>", "<:a/>", "<a:b:c/>", "<podcast:/>"}) {
        EXPECT_EQ(clean(fragment), "") << fragment;
    }
}

TEST(CleanOpaqueXml, StopsAtItsDepth) {
    const auto nested = [](int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i) {
            text += "<podcast:a>";
        }
        for (int i = 0; i < depth; ++i) {
            text += "</podcast:a>";
        }
        return text;
    };
    EXPECT_NE(clean(nested(64)), "");
    EXPECT_EQ(clean(nested(65)), "");
    EXPECT_EQ(clean(nested(100000)), "");
}

TEST(CleanOpaqueXml, IsIdempotent) {
    const std::string once =
        clean("<x:a xmlns:x='u' y=\"&lt;&#10;'\"> a &amp;#1; <![CDATA[]]]]><![CDATA[>]]></x:a><podcast:b/>");
    EXPECT_EQ(clean(once), once);
}

TEST(CleanOpaqueXml, TakesRssElementsInsideALiveItem) {
    EXPECT_EQ(clean_opaque_xml("<title>Live</title><enclosure url=\"https://x.example/\"/>", OpaqueXml::any_elements),
              "<title>Live</title>\n<enclosure url=\"https://x.example/\"/>\n");
}

TEST(DeclaredNamespaces, AreThoseOfTheTop) {
    EXPECT_EQ(declared_namespaces(
                  "<z:a xmlns:z='uz' xmlns:b='ub'><c:d xmlns:c='uc'/></z:a><z:e xmlns:z='other' xmlns:podcast='x'/>"),
              (std::vector<XmlNamespace>{{"b", "ub"}, {"z", "other"}}));
    EXPECT_TRUE(declared_namespaces("").empty());
    EXPECT_TRUE(declared_namespaces("<a").empty());
}

}  // namespace
}  // namespace mooring::feed
