#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_check.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/html_tokens.hpp"
#include "mooring/feed/text_boundary.hpp"

namespace mooring::feed {
namespace {

constexpr std::array<std::string_view, 9> invisible_elements{"script",   "style",    "iframe", "object", "embed",
                                                             "template", "noscript", "svg",    "math"};
constexpr std::array<std::string_view, 28> line_breaking_elements{
    "br", "p",       "div",        "li",     "ul",     "ol",    "h1",      "h2",  "h3", "h4",
    "h5", "h6",      "blockquote", "hr",     "tr",     "table", "section", "pre", "dl", "dt",
    "dd", "article", "header",     "footer", "figure", "aside", "main",    "nav"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::any_of(names, [&](std::string_view known) { return equals_ignoring_case(name, known); });
}

enum class LineBreaks { kept, left_out };

/// The text of `html`, character references not yet resolved.
std::string text_of(std::string_view html, LineBreaks breaks) {
    std::string text;
    text.reserve(html.size());
    HtmlTokens tokens(html);
    for (HtmlToken token; tokens.next(token);) {
        switch (token.kind) {
            case HtmlToken::Kind::text:
                // White space between two blocks is the source's, not the reader's.
                if (breaks == LineBreaks::left_out || !text.ends_with('\n') ||
                    !std::ranges::all_of(token.source, is_html_space)) {
                    text += token.source;
                }
                break;
            case HtmlToken::Kind::unfinished: text += token.source; break;
            case HtmlToken::Kind::markup: break;
            case HtmlToken::Kind::start_tag:
                if (contains(invisible_elements, token.name)) {
                    tokens.skip_content_of(token);
                    break;
                }
                [[fallthrough]];
            case HtmlToken::Kind::end_tag:
                if (breaks == LineBreaks::kept && contains(line_breaking_elements, token.name) && !text.empty() &&
                    (text.back() != '\n' || equals_ignoring_case(token.name, "br"))) {
                    text += '\n';
                }
                break;
        }
    }
    return text;
}

/// A place where filtered HTML can be cut.
struct Cut {
    std::size_t position = 0;
    std::vector<std::string_view> open;  ///< names of the tags open there, outermost first

    std::size_t size() const {
        std::size_t total = position;
        for (const std::string_view name : open) {
            total += name.size() + 3;
        }
        return total;
    }

    std::string apply(std::string_view html) const {
        std::string result(html.substr(0, position));
        for (auto name = open.rbegin(); name != open.rend(); ++name) {
            result += "</";
            result += *name;
            result += '>';
        }
        return result;
    }
};

/// The last place at or before `position` that splits neither a grapheme nor a character reference of `text`.
std::size_t text_boundary(std::string_view text, std::size_t position) {
    constexpr std::size_t longest_reference = 33;  // `&CounterClockwiseContourIntegral;`
    const std::size_t from = position > longest_reference ? position - longest_reference : 0;
    const std::size_t reference = text.substr(0, position).rfind('&');
    if (reference != std::string_view::npos && reference >= from) {
        const auto end = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(reference) + 1, text.end(),
                                      [](char c) { return !is_ascii_letter(c) && c != '#' && (c < '0' || c > '9'); });
        const auto length = static_cast<std::size_t>(end - text.begin());
        if (end != text.end() && *end == ';' && length >= position && length - reference < longest_reference) {
            position = reference;
        }
    }
    return grapheme_boundary(text, position);
}

}  // namespace

std::string plain_text(std::string_view html) {
    return std::string(trim(resolve_references(text_of(html, LineBreaks::kept))));
}

std::size_t visible_length(std::string_view html) {
    return code_point_count(resolve_references(text_of(html, LineBreaks::left_out)));
}

std::string cut_html(std::string_view html, std::size_t max_bytes) {
    if (html.size() <= max_bytes) {
        return std::string(html);
    }
    Cut at_tag;
    Cut in_text;
    Cut here;
    bool after_start_tag = false;
    HtmlTokens tokens(html);
    for (HtmlToken token; tokens.next(token) && here.position <= max_bytes;) {
        const std::size_t room = max_bytes - std::min(max_bytes, here.size() - here.position);
        if (here.size() <= max_bytes && !after_start_tag) {
            at_tag = here;
        }
        after_start_tag = false;
        switch (token.kind) {
            case HtmlToken::Kind::start_tag:
                if (!equals_ignoring_case(token.name, "br")) {
                    here.open.push_back(token.name);
                    after_start_tag = true;
                }
                break;
            case HtmlToken::Kind::end_tag:
                if (!here.open.empty()) {
                    here.open.pop_back();
                }
                break;
            case HtmlToken::Kind::text:
                if (room > here.position) {
                    const std::size_t within = std::min(token.source.size(), room - here.position);
                    Cut cut = here;
                    cut.position += within == token.source.size() ? within : text_boundary(token.source, within);
                    if (cut.position > here.position) {
                        in_text = std::move(cut);
                    }
                }
                break;
            case HtmlToken::Kind::markup:
            case HtmlToken::Kind::unfinished: break;
        }
        here.position += token.source.size();
    }
    if (at_tag.position < max_bytes / 2 && in_text.position > at_tag.position) {
        return in_text.apply(html);
    }
    return at_tag.apply(html);
}

}  // namespace mooring::feed
