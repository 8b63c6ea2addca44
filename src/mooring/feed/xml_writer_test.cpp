#include "mooring/feed/xml_writer.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

using namespace std::string_literals;

std::string as_text(std::string_view text) {
    std::string out;
    append_xml_text(out, text);
    return out;
}

std::string as_attribute(std::string_view text) {
    std::string out;
    append_xml_attribute(out, text);
    return out;
}

std::string as_cdata(std::string_view text) {
    std::string out;
    append_xml_cdata(out, text);
    return out;
}

TEST(XmlText, EscapesThreeCharacters) {
    EXPECT_EQ(as_text("a & b < c > d \"e\" 'f'\t\n"), "a &amp; b &lt; c &gt; d \"e\" 'f'\t\n");
    EXPECT_EQ(as_text("&amp;amp;"), "&amp;amp;amp;");
}

TEST(XmlAttribute, EscapesQuotesAndWhiteSpaceToo) {
    EXPECT_EQ(as_attribute("<\"&'>\t\n\r "), "&lt;&quot;&amp;'&gt;&#9;&#10;&#13; ");
}

TEST(XmlCdata, SplitsItsOwnEnd) {
    EXPECT_EQ(as_cdata("<p>a</p>"), "<![CDATA[<p>a</p>]]>");
    EXPECT_EQ(as_cdata("a]]>b"), "<![CDATA[a]]]]><![CDATA[>b]]>");
    EXPECT_EQ(as_cdata("]]"), "<![CDATA[]]]]>");
    EXPECT_EQ(as_cdata("]]\x01>"), "<![CDATA[]]]]><![CDATA[>]]>") << "what is dropped hides nothing";
    EXPECT_EQ(as_cdata(""), "<![CDATA[]]>");
}

TEST(XmlText, DropsWhatXmlForbids) {
    const std::string hostile =
        "a\0b\x01\x08\x0b\x0c\x0e\x1f"
        "c\xEF\xBF\xBE"
        "d\xEF\xBF\xBF"
        "e\xEF\xBF\xBD"
        "f\x7f"s;
    for (const std::string& out : {as_text(hostile), as_attribute(hostile)}) {
        EXPECT_EQ(out,
                  "abcde\xEF\xBF\xBD"
                  "f\x7f");
    }
    EXPECT_EQ(as_cdata(hostile),
              "<![CDATA[abcde\xEF\xBF\xBD"
              "f\x7f]]>");
}

TEST(XmlText, ComesBackFromAParser) {
    const std::string text = "]]> & <b> \"q\" 'r' é 漢 🌊 \xE2\x80\xAE \xCC\x81 ]]]]>>";
    std::string out;
    XmlWriter xml(out);
    xml.open("r").attribute("a", text).children();
    xml.element("t", text);
    xml.cdata_element("c", text);
    xml.end("r");
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(out.c_str(), pugi::parse_default | pugi::parse_ws_pcdata)) << out;
    EXPECT_EQ(document.child("r").attribute("a").value(), text);
    EXPECT_EQ(document.child("r").child("t").child_value(), text);
    std::string cdata;
    for (const pugi::xml_node& part : document.child("r").child("c").children()) {
        cdata += part.value();
    }
    EXPECT_EQ(cdata, text);
}

TEST(XmlValue, CutsAtItsLimit) {
    for (const std::size_t limit : {32u, 128u, 255u, 4000u}) {
        for (const std::string unit : {"a", "é", "🌊"}) {
            std::string text;
            for (std::size_t i = 0; i + 1 < limit; ++i) {
                text += unit;
            }
            EXPECT_EQ(xml_value(text, limit), text);
            text += unit;
            EXPECT_EQ(xml_value(text, limit), text) << "exactly the limit";
            const std::string cut = xml_value(text + unit, limit);
            EXPECT_EQ(code_point_count(cut), limit);
            EXPECT_TRUE(cut.ends_with("…"));
        }
    }
}

TEST(XmlValue, TrimsAfterRemoving) {
    EXPECT_EQ(xml_value("\x01 a b \x02\n", 255), "a b");
    EXPECT_EQ(xml_value(" \t\n", 255), "");
}

TEST(XmlWriter, WritesOneElementPerLine) {
    std::string out;
    XmlWriter xml(out);
    xml.open("a").attribute("n", std::int64_t{7}).attribute("o", std::optional<int>{}).attribute_if_set("p", "");
    xml.children();
    xml.element("b", "x");
    xml.element("c", 12);
    xml.open("d").close_empty();
    xml.end("a");
    EXPECT_EQ(out, "<a n=\"7\">\n<b>x</b>\n<c>12</c>\n<d/>\n</a>\n");
}

}  // namespace
}  // namespace mooring::feed
