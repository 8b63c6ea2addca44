#include <gtest/gtest.h>

#include <string>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_filter.hpp"

namespace mooring::feed {
namespace {

TEST(PlainText, ResolvesEveryKindOfReference) {
    EXPECT_EQ(plain_text("a &amp; b &lt;p&gt; &quot;q&quot; &apos;r&apos;"), "a & b <p> \"q\" 'r'");
    EXPECT_EQ(plain_text("&eacute;&Eacute;&hellip;&CounterClockwiseContourIntegral;&#8364;&#x1F30A;"), "éÉ…∳€🌊");
    EXPECT_EQ(plain_text("&copy 2031 &unknown; & &;"), "© 2031 &unknown; & &;");
    EXPECT_EQ(plain_text("&amp;lt;script&amp;gt;"), "&lt;script&gt;") << "resolved once, not twice";
    EXPECT_EQ(plain_text("&NotEqualTilde;"), "≂̸") << "a reference to two characters";
}

TEST(PlainText, BreaksLinesWhereAReaderSeesThemBreak) {
    EXPECT_EQ(plain_text("<p>one</p><p>two<br />three</p>\n<ul><li>a</li><li>b</li></ul>"), "one\ntwo\nthree\na\nb");
    EXPECT_EQ(plain_text("a<br /><br />b"), "a\n\nb");
    EXPECT_EQ(plain_text("<p>a<strong>b</strong>c</p>"), "abc");
}

TEST(PlainText, LeavesOutWhatTheFilterDrops) {
    EXPECT_EQ(plain_text("a<script>x</script>b<!-- c --><style>d</style><svg><text>e</text></svg>f"), "abf");
    EXPECT_EQ(plain_text("1 < 2 &amp; I <3 you"), "1 < 2 & I <3 you");
    EXPECT_EQ(plain_text(""), "");
}

TEST(VisibleLength, CountsWhatIsRead) {
    EXPECT_EQ(visible_length(""), 0u);
    EXPECT_EQ(visible_length("abc"), 3u);
    EXPECT_EQ(visible_length("<p>a&amp;b<br />é🌊</p>"), 5u);
    EXPECT_EQ(visible_length("<a href=\"https://x.example/very/long\">x</a>"), 1u);
    EXPECT_EQ(visible_length(" <p> </p> "), 3u);
}

TEST(CutHtml, LeavesWhatFits) {
    EXPECT_EQ(cut_html("<p>abc</p>", 10), "<p>abc</p>");
    EXPECT_EQ(cut_html("", 0), "");
}

TEST(CutHtml, CutsAtATagBoundary) {
    EXPECT_EQ(cut_html("<p>aaaa</p><p>bbbb</p><p>cccc</p>", 32), "<p>aaaa</p><p>bbbb</p>");
    EXPECT_EQ(cut_html("<ul><li>aaaa</li><li>bbbb</li></ul>", 34), "<ul><li>aaaa</li></ul>") << "the list is closed";
    EXPECT_EQ(cut_html("aaaaaaaa<br />bbbbbbbbbb", 20), "aaaaaaaa<br />");
    EXPECT_EQ(cut_html("<p>aaaaaaaa<b>bbbb</b></p>", 20), "<p>aaaaaaaa</p>") << "no empty tag is left behind";
}

TEST(CutHtml, CutsTextWhereABoundaryWouldLoseTooMuch) {
    EXPECT_EQ(cut_html("abcdefghij", 4), "abcd");
    EXPECT_EQ(cut_html("<p>abcdefghijklmnop</p>", 16), "<p>abcdefghi</p>");
    EXPECT_EQ(cut_html("<p><b>abcdefghijklmnop</b></p>", 18), "<p><b>abcd</b></p>");
}

TEST(CutHtml, NeverSplitsAGraphemeOrAReference) {
    EXPECT_EQ(cut_html("aé", 2), "a");
    EXPECT_EQ(cut_html("ab\xCC\x81"
                       "c",
                       3),
              "a")
        << "a combining accent goes with its letter";
    EXPECT_EQ(cut_html("a👩‍👩‍👧b", 10), "a");
    EXPECT_EQ(cut_html("abc&amp;def", 6), "abc");
    EXPECT_EQ(cut_html("abc&amp;def", 8), "abc&amp;");
    EXPECT_EQ(cut_html("abc&def ghi", 6), "abc&de") << "no reference";
}

TEST(CutHtml, KeepsToItsLimitForEveryLimit) {
    const std::string html =
        filter_html("<p>Zażółć <b>gęślą</b> jaźń &amp; <a href=https://x.example/>łódź</a></p><ul><li>🌊🌊<li>x</ul>");
    for (std::size_t limit = 0; limit <= html.size() + 1; ++limit) {
        const std::string cut = cut_html(html, limit);
        EXPECT_LE(cut.size(), limit);
        EXPECT_TRUE(is_valid_utf8(cut)) << cut;
        EXPECT_EQ(filter_html(cut), cut) << "balanced";
        EXPECT_EQ(cut_html(cut, limit), cut);
    }
}

}  // namespace
}  // namespace mooring::feed
