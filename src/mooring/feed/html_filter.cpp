#include "mooring/feed/html_filter.hpp"

#include <algorithm>
#include <iterator>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_check.hpp"
#include "mooring/feed/html_rewrite.hpp"
#include "mooring/feed/html_tokens.hpp"

namespace mooring::feed {
namespace {

std::string escape_all(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            default: out += c;
        }
    }
    return out;
}

/// `html` with each run of plain characters in its text shortened to the first: what a parser makes of the tags
/// does not depend on them, and the parser is by far the dearest step. Whatever could matter stays, so that a misread
/// text would still show what it hides.
std::string skeleton_of(std::string_view html) {
    const auto is_plain = [](char c) {
        return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == ',' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    std::string skeleton;
    skeleton.reserve(html.size());
    HtmlTokens tokens(html);
    for (HtmlToken token; tokens.next(token);) {
        if (token.kind != HtmlToken::Kind::text) {
            skeleton += token.source;
            continue;
        }
        bool in_run = false;
        for (const char c : token.source) {
            const bool continues = in_run && is_plain(c);
            in_run = is_plain(c);
            if (!continues) {
                skeleton += static_cast<unsigned char>(c) >= 0x80 ? 'x' : c;
            }
        }
    }
    return skeleton;
}

}  // namespace

std::string filter_html(std::string_view text) {
    std::string ascii;
    if (!is_valid_utf8(text)) {  // no door lets it in; here it must not become something else when bytes are removed
        std::ranges::copy_if(text, std::back_inserter(ascii),
                             [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        text = ascii;
    }
    std::string clean = without_xml_forbidden(text);
    if (clean.find('<') == std::string::npos) {
        return clean;
    }
    std::string filtered = rewrite_html(clean);
    if (is_harmless_html(skeleton_of(filtered))) {
        return filtered;
    }
    return escape_all(plain_text(clean));  // never seen; what two readers read differently leaves as text
}

bool has_markup(std::string_view text) {
    HtmlTokens tokens(text);
    for (HtmlToken token; tokens.next(token);) {
        if (token.kind != HtmlToken::Kind::text && token.kind != HtmlToken::Kind::unfinished) {
            return true;
        }
    }
    return false;
}

}  // namespace mooring::feed
