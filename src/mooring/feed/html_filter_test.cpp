#include "mooring/feed/html_filter.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mooring/feed/html_check.hpp"

namespace mooring::feed {
namespace {

const std::string link_tail = R"( rel="ugc noopener noreferrer" target="_blank">)";

struct FilterCase {
    const char* why;
    std::string input;
    std::string output;
};

class FilterHtml : public testing::TestWithParam<FilterCase> {};

TEST_P(FilterHtml, MakesOfIt) {
    EXPECT_EQ(filter_html(GetParam().input), GetParam().output) << GetParam().why;
    EXPECT_EQ(filter_html(GetParam().output), GetParam().output) << GetParam().why << " (a second time)";
    EXPECT_TRUE(is_harmless_html(GetParam().output));
}

// creators-rest.md, 9: the table and the numbered rules.
INSTANTIATE_TEST_SUITE_P(
    Rules, FilterHtml,
    testing::Values(
        FilterCase{"table", "a<br>b", "a<br />b"}, FilterCase{"table", "a<br/>b", "a<br />b"},
        FilterCase{"table", "a<br />b", "a<br />b"}, FilterCase{"table", "<BR clear=all>", "<br />"},
        FilterCase{"table", R"(<a href="https://x.example/">x</a>)",
                   R"(<a href="https://x.example/")" + link_tail + "x</a>"},
        FilterCase{"1: entities stay", "<p>a &amp; b &nbsp;&eacute;&#39;</p>", "<p>a &amp; b &nbsp;&eacute;&#39;</p>"},
        FilterCase{"1: a bare ampersand stays", "<p>a & b &copy</p>", "<p>a & b &copy</p>"},
        FilterCase{"1: spacing stays", "<p>\n\t a  b\r\n </p>\n\n<p >x</p >", "<p>\n\t a  b\r\n </p>\n\n<p >x</p >"},
        FilterCase{"1: quotes and other scripts stay", "<p>\"q\" 'r' zażółć 漢字 🌊</p>",
                   "<p>\"q\" 'r' zażółć 漢字 🌊</p>"},
        FilterCase{"1: the case of names stays", "<P>a</p><Strong>b</STRONG>", "<P>a</p><Strong>b</STRONG>"},
        FilterCase{"1: the link's own text stays", R"(<a href="https://x.example/?a=1&amp;b=ü">x</a>)",
                   R"(<a href="https://x.example/?a=1&amp;b=ü")" + link_tail + "x</a>"},
        FilterCase{"1: nesting stays", "<p>Links:<ul><li>a</li></ul></p>", "<p>Links:<ul><li>a</li></ul></p>"},
        FilterCase{"2: attributes go", R"(<p class="x" style='a:b' onclick=y>t</p>)", "<p>t</p>"},
        FilterCase{"2: attributes of a closing tag go", "<p>t</p foo=bar>", "<p>t</p>"},
        FilterCase{"2: a slash is no attribute", "<p/>t", "<p>t</p>"},
        FilterCase{"3: rel and target are ours", R"(<a target=_self rel="me" href="http://x.example" title="t">x</a>)",
                   R"(<a href="http://x.example")" + link_tail + "x</a>"},
        FilterCase{"3: mailto", R"(<a href="mailto:a@x.example">x</a>)",
                   R"(<a href="mailto:a@x.example")" + link_tail + "x</a>"},
        FilterCase{"3: single quotes", R"(<a href='https://x.example/?"'>x</a>)",
                   R"(<a href="https://x.example/?&quot;")" + link_tail + "x</a>"},
        FilterCase{"3: no quotes", "<a href=https://x.example/a>x</a>",
                   R"(<a href="https://x.example/a")" + link_tail + "x</a>"},
        FilterCase{"3: the first of two counts", R"(<a href="https://x.example/" href="javascript:a">x</a>)",
                   R"(<a href="https://x.example/")" + link_tail + "x</a>"},
        FilterCase{"3: upper case scheme", R"(<A HREF="HTTPS://X.EXAMPLE/">x</A>)",
                   R"(<A href="HTTPS://X.EXAMPLE/")" + link_tail + "x</A>"},
        FilterCase{"3: a colon written as a reference", R"(<a href="https&colon;//x.example/">x</a>)",
                   R"(<a href="https&colon;//x.example/")" + link_tail + "x</a>"},
        FilterCase{"3: javascript", "a<a href=\"javascript:alert(1)\">b</a>c", "abc"},
        FilterCase{"3: data", R"(<a href="data:text/html,x">b</a>)", "b"},
        FilterCase{"3: relative", R"(<a href="/x">b</a> <a href="//x.example">c</a> <a href="x.example">d</a>)",
                   "b c d"},
        FilterCase{"3: none", "<a>b</a> <a name=x>c</a> <a href>d</a>", "b c d"},
        FilterCase{"3: each link has its own end", R"(<a href="https://x.example/">a<a href="x:">b</a>c</a>)",
                   R"(<a href="https://x.example/")" + link_tail + "abc</a>"},
        FilterCase{"4: text stays", "<font color=red>a</font><img src=x>b<table><tr><td>c</td></tr></table>", "abc"},
        FilterCase{"4: unknown tags", "<x-y>a</x-y><blink>b</blink>", "ab"},
        FilterCase{"4: script", "a<script>alert('<p>')</script>b", "ab"},
        FilterCase{"4: style", "a<style>p{}</style>b", "ab"},
        FilterCase{"4: iframe", "a<iframe src=x><p>y</p></iframe>b", "ab"},
        FilterCase{"4: object", "a<object data=x><object>y</object><p>z</p></object>b", "ab"},
        FilterCase{"4: embed has no content", "a<embed src=x>b", "ab"},
        FilterCase{"4: template", "a<template><p>x</p></template>b", "ab"},
        FilterCase{"4: noscript", "a<noscript><img src=x></noscript>b", "ab"},
        FilterCase{"4: svg", "a<svg><g><svg/></g><text>x</text></svg>b<svg/>c", "abc"},
        FilterCase{"4: math", "a<math><mi>x</mi></math>b", "ab"},
        FilterCase{"4: comments", "a<!-- <p>x</p> -->b<!---->c<!-->d<!--->e", "abcde"},
        FilterCase{"4: declarations", "<!DOCTYPE html><?xml version='1.0'?>a<![CDATA[x]]>b</>c</ >d", "abcd"},
        FilterCase{"5: closed at the end", "<p>a<strong>b", "<p>a<strong>b</strong></p>"},
        FilterCase{"5: closed with what holds them", "<p>a<b>b</p>c", "<p>a<b>b</b></p>c"},
        FilterCase{"5: crossed", "<b><i>a</b>b</i>", "<b><i>a</i></b>b"},
        FilterCase{"5: stray ends", "a</p>b</strong></br>", "ab"},
        FilterCase{"5: a paragraph ends the one before", "<p>a<p>b", "<p>a</p><p>b</p>"},
        FilterCase{"5: list items too", "<ul><li>a<li>b<ul><li>c</ul></ul>",
                   "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"},
        FilterCase{"5: the inner list stays inside", "<ul><li>a<ul><li>b", "<ul><li>a<ul><li>b</li></ul></li></ul>"},
        FilterCase{
            "5: links do not nest by accident", R"(<a href="http://a.example">a<a href="http://b.example">b)",
            R"(<a href="http://a.example")" + link_tail + R"(a</a><a href="http://b.example")" + link_tail + "b</a>"},
        FilterCase{"6: plain text", "1 < 2 & 3 > 2, I <3 you\nfor 'ever' <", "1 < 2 & 3 > 2, I <3 you\nfor 'ever' <"},
        FilterCase{"8: empty", "", ""}));

// What no rule names but harm would come of.
INSTANTIATE_TEST_SUITE_P(
    Edges, FilterHtml,
    testing::Values(FilterCase{"a tag the text ends in is text", "a <img src=x onerror=y ",
                               "a &lt;img src=x onerror=y "},
                    FilterCase{"words are not lost", "x<y and y<z", "x&lt;y and y&lt;z"},
                    FilterCase{"half an end tag", "a</", "a&lt;/"},
                    FilterCase{"dropping makes no tag", "<<x>script>a", "&lt;script>a"},
                    FilterCase{"nor an end tag", "<<!-- -->/p>", "&lt;/p>"},
                    FilterCase{"nor a comment", "<<x>!--", "&lt;!--"},
                    FilterCase{"control characters go first", std::string("a<\0b>c</\0b>\x01", 12), "a<b>c</b>"},
                    FilterCase{"what is no UTF-8 goes, and hides nothing",
                               std::string("a\xEF\0\xBF\xBF<\xEF\x01\xBF\xBFx>b", 13), "ab"},
                    FilterCase{"angle brackets in a link", R"(<a href="https://x.example/<b>">x</a>)",
                               R"(<a href="https://x.example/&lt;b&gt;")" + link_tail + "x</a>"},
                    FilterCase{"brackets in an attribute end no tag", R"(<p title="a>b">c</p>)", "<p>c</p>"},
                    FilterCase{"a comment that never ends", "a<!-- b <p>c", "a"},
                    FilterCase{"a script that never ends", "a<script>b", "a"},
                    FilterCase{"a script's escaped end", "a<script><!--<script></script>--></script>b", "ab"},
                    FilterCase{"title holds text", "<title>a</title><textarea>b</textarea>", "ab"}));

TEST(FilterHtml, CopiesWhatThePublishedEditorSends) {
    const std::string stored = R"(<p>Notes at <a href="https://notes.example/fog" rel="ugc noopener noreferrer" )"
                               R"(target="_blank">our page</a>.<br />Until next week.</p>)";
    EXPECT_EQ(filter_html(stored), stored);
    EXPECT_EQ(filter_html("<p>Notes at <a href=\"https://notes.example/fog\">our page</a>.<br>Until next week.</p>"),
              stored);
}

TEST(FilterHtml, KeepsEveryAllowedTag) {
    for (const std::string tag : {"p", "strong", "ul", "ol", "li", "em", "b", "i", "u", "h1", "h2", "h3", "h4", "h5",
                                  "h6", "blockquote", "span", "div"}) {
        const std::string text = "<" + tag + ">x</" + tag + ">";
        EXPECT_EQ(filter_html(text), text);
        EXPECT_EQ(filter_html("<" + tag + " id='y'>x</" + tag + ">"), text);
    }
}

TEST(FilterHtml, DropsWhatIsNestedTooDeep) {
    std::string deep;
    for (int i = 0; i < 5000; ++i) {
        deep += "<b>";
    }
    const std::string filtered = filter_html(deep + "x");
    std::string expected = "x";
    for (std::size_t i = 0; i < max_html_depth; ++i) {
        expected = "<b>" + expected + "</b>";
    }
    EXPECT_EQ(filtered, expected);
    EXPECT_EQ(filter_html(filtered), filtered);
}

TEST(FilterHtml, KeepsManyParagraphsThatNobodyClosed) {
    std::string text;
    std::string closed;
    for (int i = 0; i < 500; ++i) {
        text += "<p>x";
        closed += "<p>x</p>";
    }
    EXPECT_EQ(filter_html(text), closed);
}

// Each shape would take hours if any step looked back over what it has read.
TEST(FilterHtml, IsLinearInHostileText) {
    for (const std::string unit : {"<a", "<b>", "<b></i>", "<!--", "<svg>", "<object>", "<script>", "<b><p>",
                                   "<a href=http:x>", "<", "<p x='", "&", "<li><ul>"}) {
        std::string text;
        while (text.size() < 500'000) {
            text += unit;
        }
        const std::string filtered = filter_html(text);
        EXPECT_LE(filtered.size(), text.size() * 6) << unit;
        EXPECT_LE(cut_html(filtered, 4000).size(), 4000u) << unit;
    }
}

TEST(HasMarkup, TellsTagsFromText) {
    for (const char* text : {"<p>a", "a<br>", "a</p>", "<!-- x -->", "<!DOCTYPE html>", "<x>"}) {
        EXPECT_TRUE(has_markup(text)) << text;
    }
    for (const char* text : {"", "a", "1 < 2", "I <3 you", "a &amp; b", "x<y", "a > b"}) {
        EXPECT_FALSE(has_markup(text)) << text;
    }
}

}  // namespace
}  // namespace mooring::feed
