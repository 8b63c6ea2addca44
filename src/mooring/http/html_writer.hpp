#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace mooring::http {

/// `text` safe between tags and inside double-quoted attributes.
std::string html_escaped(std::string_view text);

/// One attribute. An empty value leaves the attribute out; `flag` writes a bare name.
struct Attribute {
    std::string_view name;
    std::string value;
    bool is_flag = false;
};
Attribute flag(std::string_view name);

/// Writes HTML: every text and every attribute value is escaped, so that only `raw` can get markup in. The order of
/// calls is the caller's to get right.
class HtmlWriter {
public:
    /// `<name attribute="value" …>`
    HtmlWriter& open(std::string_view name, std::initializer_list<Attribute> attributes = {});
    /// `</name>`
    HtmlWriter& close(std::string_view name);
    /// Escaped text.
    HtmlWriter& text(std::string_view text);
    /// `<name …>text</name>`
    HtmlWriter& element(std::string_view name, std::initializer_list<Attribute> attributes, std::string_view text);
    /// Markup as it is: what went through the HTML filter, and our own styles and scripts.
    HtmlWriter& raw(std::string_view markup);
    HtmlWriter& line() { return raw("\n"); }

    std::string take() { return std::move(html_); }

private:
    std::string html_;
};

/// A JSON string with its quotes. `<`, `>`, `&` and the line separators are escaped, so that it may stand in a script.
std::string json_string(std::string_view text);

/// `'sha256-…'`: the source of an inline script or style in a Content-Security-Policy.
std::string content_hash(std::string_view inline_text);

}  // namespace mooring::http
