#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mooring::feed {

/// Tags nested deeper than this are dropped, their text stays: no reader of notes needs more, and parsers that
/// recurse are kept from harm.
inline constexpr std::size_t max_html_depth = 100;

/// The product's one HTML filter: what may leave for a feed or a page of what somebody wrote.
///
/// Allowed markup and all text are copied byte for byte. Allowed are `p strong a ul ol li br em b i u h1`-`h6
/// blockquote span div`, without attributes, but for the `href` (http, https or mailto) of `a`, which gets
/// `rel` and `target`. `<br>` becomes `<br />`. Of any other tag the text stays; script, style, iframe, object,
/// embed, template, noscript, svg and math go with their content, and so do comments and declarations. Unclosed
/// tags are closed, stray closing tags dropped. A `<` that would open a tag which the text never ends is
/// written `&lt;`. Characters that XML forbids are removed; text that is not UTF-8 loses all but its ASCII.
///
/// Idempotent; text without any tag comes back as it is. The answer is read once more by an HTML parser
/// (gumbo), which has to find in it nothing but the above. Linear in time for any input.
/// Source: creators-rest.md, 9, "Description"; delivery.md, 2.2.
std::string filter_html(std::string_view text);

/// True when `text` holds a tag, a comment or a declaration. Character references alone are no markup.
bool has_markup(std::string_view text);

/// What a reader would see of `html`: tags and what the filter drops with its content removed, character
/// references resolved (all of HTML5's), one line feed where a block or a `<br>` breaks the line, trimmed.
std::string plain_text(std::string_view html);

/// Characters (Unicode scalar values) of visible text in `html`, as the limits of descriptions count them:
/// markup counts nothing, a character reference counts as what it stands for.
std::size_t visible_length(std::string_view html);

/// `html`, which is filtered already, cut to at most `max_bytes` bytes with its open tags closed: at the last
/// boundary between tags that fits, or, where that would lose more than half of the room, at a grapheme
/// boundary of the text. Never inside a tag or a character reference.
std::string cut_html(std::string_view html, std::size_t max_bytes);

}  // namespace mooring::feed
