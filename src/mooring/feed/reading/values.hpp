#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace mooring::feed::reading {

// Values of a stranger's elements, made fit for the model: well-formed, bounded, trimmed.

inline constexpr std::size_t most_line_code_points = 2000;
inline constexpr std::size_t most_notes_bytes = 262'144;

/// One line: white space runs become single blanks, control characters go, at most 2,000 code points.
std::string line_of(std::string_view text);
/// Text of several lines, possibly HTML: at most 262,144 bytes, cut between code points.
std::string notes_of(std::string_view text);

std::string line_of(const pugi::xml_node& element);
std::string notes_of(const pugi::xml_node& element);
/// An attribute as one line; empty when absent.
std::string attribute_of(const pugi::xml_node& element, const char* name);

/// `true`, `yes`, `explicit`, `1`: true; `false`, `no`, `clean`, `0`: false; in any letter case.
std::optional<bool> flag_of(std::string_view text);
std::optional<double> decimal_of(std::string_view text);
std::optional<int> whole_number_of(std::string_view text);  ///< 0 to a million

/// `text` as an absolute http or https address, seen from `base`; blanks and what is not ASCII are percent-encoded.
/// Empty for anything else, or over 2,048 bytes.
std::string address_of(std::string_view base, std::string_view text);

}  // namespace mooring::feed::reading
