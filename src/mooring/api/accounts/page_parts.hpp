#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "mooring/api/accounts/pages.hpp"
#include "mooring/http/html_writer.hpp"

namespace mooring::api::accounts {

// What the pages are put together from.

using http::HtmlWriter;

enum class PageWidth { narrow, wide };

/// Everything up to and with the title.
void begin_page(HtmlWriter& html, std::string_view title, PageWidth width = PageWidth::narrow);
/// The rest, with the headers that keep the page out of frames, caches and referrers. `form_target` is the policy's
/// `form-action`.
http::Response end_page(int status, HtmlWriter& html, const std::string& form_target = "'self'");

void show_error(HtmlWriter& html, const PageFacts& facts);
/// A form that is sent to `path` of the family, with its token. `html.close("form")` ends it.
void begin_form(HtmlWriter& html, const PageFacts& facts, std::string_view path);
void hidden(HtmlWriter& html, std::string_view name, const std::string& value);

struct Field {
    std::string_view label;
    std::string type;
    std::string name;
    std::string value;
    std::string autocomplete;
    bool has_focus = false;
    bool is_required = true;
};

/// A labelled field that has to be filled.
void field(HtmlWriter& html, const Field& one);
/// A labelled choice of (value, text).
void choice(HtmlWriter& html, std::string_view label, std::string_view name,
            std::initializer_list<std::pair<std::string_view, std::string_view>> options);
void button(HtmlWriter& html, std::string_view text);
/// `<a href="…">text</a>` to `path` of the family.
void link(HtmlWriter& html, const PageFacts& facts, std::string_view path, std::string_view text);

}  // namespace mooring::api::accounts
