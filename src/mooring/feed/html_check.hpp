#pragma once

#include <string>
#include <string_view>

namespace mooring::feed {

/// True when an HTML parser (gumbo, as the content of a `div`) finds in `html` no element but the filter's
/// allowed ones, and no attribute but those the filter writes on `a`.
bool is_harmless_html(std::string_view html);

/// `text`, which holds no tags, with its character references resolved as in HTML text.
std::string resolve_references(std::string_view text);

/// The value of an attribute as the HTML parser reads it from between double quotes.
std::string resolve_attribute(std::string_view value);

/// True for a URL that a link of the notes may have: it begins with `http:`, `https:` or `mailto:`, after the
/// white space that browsers drop.
bool is_link_url(std::string_view resolved);

}  // namespace mooring::feed
