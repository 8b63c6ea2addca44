#include <gtest/gtest.h>
#include <gumbo.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_check.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/html_rewrite.hpp"

namespace mooring::feed {
namespace {

using namespace std::string_literals;

const std::vector<std::string>& hostile_texts() {
    static const std::vector<std::string> texts{
        // Scripts, plain and hidden.
        "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script/x>alert(1)</script >",
        "<scr<script>ipt>alert(1)</scr</script>ipt>", "<<script>script>alert(1)<</script>/script>",
        "<script\n>alert(1)</script\n>", "<script><!--\n<script></script>alert(1)</script>", "<script>/*</script><p>*/",
        "<scr\0ipt>alert(1)</scr\0ipt>"s, "<\0script>alert(1)</script>"s, "<\x01script>alert(1)</script>",
        "\xEF\xBB\xBF<script>x</script>", "<script", "<script ", "<script x='</script>", "</script><script>alert(1)//",
        "<ſcript>alert(1)</ſcript>",
        // Handlers.
        "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=x onerror=alert(1) ",
        "<img src='x'onerror='alert(1)'>", "<p onmouseover=alert(1)>x</p>", "<p/onclick=alert(1)>x",
        "<b onfocus=alert(1) autofocus tabindex=1>x</b>", "<body onload=alert(1)>",
        "<a href=https://x.example onclick=alert(1)>x</a>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>", "<div style=width:expression(alert(1))>x</div>",
        "<p \"onclick=alert(1)>x</p>", "<p ='onclick=alert(1)>x</p>", "<p a='b\"c'onclick=alert(1)>x</p>",
        // Links.
        "<a href=javascript:alert(1)>x</a>", "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"java\nscript:alert(1)\">x</a>", "<a href=\" javascript:alert(1)\">x</a>",
        "<a href=\"\x01javascript:alert(1)\">x</a>", "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
        "<a href=\"&#106;&#97;vascript:alert(1)\">x</a>", "<a href=\"javascript&colon;alert(1)\">x</a>",
        "<a href=\"javascript&#58alert(1)\">x</a>", "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>", "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
        "<a href='https://x.example/\" onclick=\"alert(1)'>x</a>",
        "<a href='https://x.example/\"><script>alert(1)</script>'>x</a>",
        "<a href=https://x.example/`onclick=alert(1)>x</a>",
        "<a href=\"https://x.example/&quot; onclick=alert(1) &quot;\">x</a>", "<a href=https:javascript:alert(1)>x</a>",
        "<a href=\"file:///etc/passwd\">x</a>", "<a href=https://x.example href=javascript:alert(1)>x</a>",
        "<a xlink:href=javascript:alert(1)>x</a>", "<a href>x</a>",
        "<a href=\"https://x.example\"rel=opener target=_self>x</a>", "<a/href=https://x.example/>x</a>",
        "<a href='https://x.example/&quot'>x</a>", "<a href='https://x.example/&'>x</a>",
        // Frames, forms and the rest of what loads or sends.
        "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
        "<object data=javascript:alert(1)>x</object>", "<embed src=javascript:alert(1)>",
        "<form action=javascript:alert(1)><button>x</button></form>", "<input autofocus onfocus=alert(1)>",
        "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example/x.css>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<video><source onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>x</details>",
        "<isindex action=javascript:alert(1)>", "<keygen autofocus onfocus=alert(1)>",
        "<marquee onstart=alert(1)>x</marquee>", "<applet code=x>y</applet>",
        "<frameset onload=alert(1)><frame src=x></frameset>", "<image src=x onerror=alert(1)>",
        "<plaintext><p onclick=alert(1)>x",
        // Foreign content and what browsers rewrite (mutation XSS).
        "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<svg><![CDATA[</svg><img src=x onerror=alert(1)>]]></svg>",
        "<svg><foreignObject><p onclick=alert(1)>x</p></foreignObject></svg>",
        "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>", "<svg><desc><script>alert(1)</script>",
        "<svg/onload=alert(1)//", "<svg><animate onbegin=alert(1)>", "<math href=javascript:alert(1)>x</math>",
        "<math><annotation-xml encoding=text/html><p onclick=alert(1)>x</p></annotation-xml></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>", "<title><img src=\"</title><img src=x onerror=alert(1)>\">",
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
        "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>",
        "<style><p title=\"</style><img src=x onerror=alert(1)>\">",
        "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<table><td><p><b></table>x</b>", "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
        "<p><table><p onclick=x>y</table>",
        // Comments and declarations.
        "<!--><script>alert(1)</script>-->", "<!--><img src=x onerror=alert(1)>-->",
        "<!-- --!><script>alert(1)</script>", "<!-- x --><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>", "<!DOCTYPE x [<!ENTITY y '<script>'>]>&y;",
        "<?php echo '<script>alert(1)</script>'; ?>", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
        "<!a><script>alert(1)</script>", "</ script><img src=x onerror=alert(1)>", "<%<img src=x onerror=alert(1)>%>",
        // Broken tags and joins.
        "<p<p<p onclick=alert(1)>x", "<b <script>alert(1)</script>0", "<a\"href=javascript:alert(1)>x</a>",
        "<p//////onclick=alert(1)>x", "<>alert(1)</>", "<p\x0conclick=alert(1)>x</p>", "<p\x0bonclick=alert(1)>x</p>",
        "<<<<<b>>>>>", "<<x>b onclick=alert(1)>y", "<<!-- -->script>alert(1)</<x>script>",
        "<b></x onclick=alert(1)></b>", "</p onclick=alert(1)>", "<b><i></b></i><b><i></b>",
        "<a href=https://x.example><p></a></p>", "]]><script>alert(1)</script>",
        // Characters.
        "\xC0\xBCscript\xC0\xBE"
        "alert(1)",
        "\xFF\xFE<script>alert(1)", "<p>\xF0\x9F</p>", "＜script＞alert(1)＜/script＞",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "+ADw-script+AD4-alert(1)",
        "<p>\xE2\x80\xAE"
        "abc</p>",
        "<p>\xEF\xBF\xBE\xEF\xBF\xBF</p>", "<\xEF\xBF\xBFscript>alert(1)</script>", "<p>Z\xCC\x80\xCC\x81\xCC\x82</p>"};
    return texts;
}

std::string problem_in(const GumboNode* node) {
    static const std::set<std::string> allowed{"p",  "strong", "a",  "ul",         "ol",   "li", "br",
                                               "em", "b",      "i",  "u",          "h1",   "h2", "h3",
                                               "h4", "h5",     "h6", "blockquote", "span", "div"};
    if (node->type != GUMBO_NODE_ELEMENT) {
        return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ? "" : "no text and no element";
    }
    const GumboElement& element = node->v.element;
    const std::string name = gumbo_normalized_tagname(element.tag);
    if (!allowed.contains(name) || element.tag_namespace != GUMBO_NAMESPACE_HTML) {
        return "element " + name;
    }
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
        const std::string key = attribute->name;
        const std::string value = to_lower_ascii(attribute->value);
        const bool is_fine =
            name == "a" &&
            ((key == "rel" && value == "ugc noopener noreferrer") || (key == "target" && value == "_blank") ||
             (key == "href" && (trim(value).starts_with("http:") || trim(value).starts_with("https:") ||
                                trim(value).starts_with("mailto:"))));
        if (!is_fine) {
            return "attribute " + key + "=" + value;
        }
    }
    for (unsigned i = 0; i < element.children.length; ++i) {
        if (const std::string problem = problem_in(static_cast<const GumboNode*>(element.children.data[i]));
            !problem.empty()) {
            return problem;
        }
    }
    return {};
}

/// What is wrong with `html` when a page carries it in a `div`, as a whole document and with a marker behind it: the
/// marker must still be an element of the page's own.
std::string problem_on_a_page(const std::string& html) {
    const std::string page = "<!DOCTYPE html><html><head></head><body><div>" + html + "</div><hr></body></html>";
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size());
    std::string problem;
    unsigned own_elements = 0;
    const GumboVector& top = output->root->v.element.children;
    for (unsigned i = 0; i < top.length; ++i) {
        const auto* body = static_cast<const GumboNode*>(top.data[i]);
        if (body->type != GUMBO_NODE_ELEMENT || body->v.element.tag != GUMBO_TAG_BODY) {
            continue;
        }
        for (unsigned j = 0; j < body->v.element.children.length; ++j) {
            const auto* child = static_cast<const GumboNode*>(body->v.element.children.data[j]);
            const bool is_marker = child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_HR;
            own_elements += is_marker ? 1 : 0;
            if (!is_marker && problem.empty()) {
                problem = problem_in(child);
            }
        }
    }
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return problem.empty() && own_elements != 1 ? "the page's own end is swallowed" : problem;
}

void expect_harmless(const std::string& text) {
    const std::string rewritten = rewrite_html(without_xml_forbidden(text));
    EXPECT_TRUE(is_harmless_html(rewritten)) << text << "\n-> " << rewritten;
    const std::string filtered = filter_html(text);
    EXPECT_EQ(problem_on_a_page(filtered), "") << text << "\n-> " << filtered;
    EXPECT_EQ(filter_html(filtered), filtered) << text;
    for (const std::size_t limit :
         {std::size_t{0}, filtered.size() / 3, filtered.size() / 2, filtered.size() - filtered.size() / 8}) {
        const std::string cut = cut_html(filtered, limit);
        EXPECT_LE(cut.size(), limit);
        EXPECT_EQ(problem_on_a_page(cut), "") << filtered << "\ncut at " << limit << " -> " << cut;
    }
}

TEST(HostileHtml, LeavesNothingThatActs) {
    ASSERT_GE(hostile_texts().size(), 60u);
    for (const std::string& text : hostile_texts()) {
        expect_harmless(text);
        expect_harmless("<p>before " + text + " after</p>");
    }
}

TEST(HostileHtml, LeavesNothingThatActsWhenTwoMeet) {
    for (const std::string& first : hostile_texts()) {
        for (const std::string& second : hostile_texts()) {
            const std::string text = first + second;
            const std::string filtered = filter_html(text);
            ASSERT_TRUE(is_harmless_html(rewrite_html(without_xml_forbidden(text)))) << text;
            ASSERT_EQ(filter_html(filtered), filtered) << text;
        }
    }
}

TEST(HostileHtml, LeavesNothingThatActsOfRandomPieces) {
    const std::vector<std::string> pieces{
        "<",      ">",           "/",         "<p",        "</p>",     "<p>",  "<a href=",     "\"",        "'",
        "https:", "javascript:", "<b>",       "</b>",      "<i>",      "</i>", "<script>",     "</script>", "<svg>",
        "</svg>", "<!--",        "-->",       "]]>",       "<li>",     "<ul>", "</ul>",        "<style",    "&lt;",
        "&",      ";",           " onclick=", "x",         "\0"s,      "\t",   "<h1>",         "<h2>",      "<br",
        "!",      "?",           "=",         "<title>",   "</title>", "\xC3", "\xEF\xBF\xBE", "<math>",    "<div>",
        "</div>", "<table>",     "<object>",  "</object>", "<select>", "</a>", "<a>",          "<![CDATA["};
    std::mt19937 random(20310504);  // the same texts at every run
    std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
    std::uniform_int_distribution<int> length(1, 24);
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (int left = length(random); left > 0; --left) {
            text += pieces[pick(random)];
        }
        const std::string rewritten = rewrite_html(without_xml_forbidden(text));
        ASSERT_TRUE(is_harmless_html(rewritten)) << text << "\n-> " << rewritten;
        const std::string filtered = filter_html(text);
        ASSERT_EQ(filter_html(filtered), filtered) << text;
        ASSERT_EQ(problem_on_a_page(filtered), "") << text << "\n-> " << filtered;
    }
}

TEST(IsHarmlessHtml, SeesWhatTheFilterWouldNotWrite) {
    for (const char* html : {"<script>x</script>", "<p onclick=x>y</p>", "<img src=x>", "<!-- x -->", "<svg></svg>",
                             "<a href='javascript:x'>y</a>", "<a href=\"https://x.example\" rel=\"opener\">y</a>",
                             "<template>x</template>", "<font>x</font>"}) {
        EXPECT_FALSE(is_harmless_html(html)) << html;
    }
    for (const char* html : {"", "text", "<p>x<br />y</p>",
                             "<a href=\"https://x.example\" rel=\"ugc noopener noreferrer\" target=\"_blank\">y</a>"}) {
        EXPECT_TRUE(is_harmless_html(html)) << html;
    }
}

}  // namespace
}  // namespace mooring::feed
