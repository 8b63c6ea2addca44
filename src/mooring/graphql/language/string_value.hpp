#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mooring::graphql {

/// One escape sequence of a string.
struct Escape {
    char32_t value = 0;
    std::size_t size = 0;  ///< bytes of source; for a malformed one, those that a message shows
    bool is_valid = false;
};

/// The escape that begins with the backslash at `offset`.
Escape read_escape(std::string_view source, std::size_t offset);

/// `text`, the inside of a string, with its escapes replaced.
std::string unescape(std::string_view text);

/// The value of `text`, the inside of a block string: escaped quotes, common indent and blank ends taken away.
/// Source: https://spec.graphql.org/October2021/#BlockStringValue()
std::string block_string_value(std::string_view text);

/// `text` in lines, as block strings know them: LF, CR LF or CR.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace mooring::graphql
