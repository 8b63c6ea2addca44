#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mooring {

/// True when `text` is well-formed UTF-8 (no overlong forms, no surrogates).
bool is_valid_utf8(std::string_view text);

/// Code points in well-formed UTF-8.
std::size_t code_point_count(std::string_view text);

/// `text` without Unicode white space at both ends.
std::string_view trim(std::string_view text);

/// True when `text` has a control character (C0, DEL, C1) other than those in `allowed`.
bool has_control_character(std::string_view text, std::string_view allowed = {});

/// `text` without the characters XML 1.0 forbids (C0 but TAB, LF, CR; U+FFFE; U+FFFF).
std::string without_xml_forbidden(std::string_view text);

/// `text` cut to at most `limit` code points at a grapheme boundary; when cut, it ends in `…`, which
/// counts as one of them. Source: delivery.md, 2.2.
std::string cut_to_code_points(std::string_view text, std::size_t limit);

/// Unicode simple case folding, for comparisons only.
std::string fold_case(std::string_view text);

/// Append `code_point` as UTF-8.
void append_utf8(std::string& text, char32_t code_point);

/// ASCII-only helpers for protocol text.
bool equals_ignoring_case(std::string_view left, std::string_view right);
std::string to_lower_ascii(std::string_view text);
std::string_view trim_ascii(std::string_view text);
/// Decimal digits with an optional leading '-', nothing else; `nullopt` when malformed or out of range.
std::optional<std::int64_t> parse_decimal(std::string_view text);

}  // namespace mooring
