#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/base/clock.hpp"

namespace mooring::analytics {

/// Longest decoded field that is kept, in bytes; the rest of a longer one is cut off.
inline constexpr std::size_t longest_log_field = 8192;

/// Put `text` into `field`; `-` is empty.
void put_log_field(std::string& field, std::string_view text);

/// The same with the escapes of nginx and Apache decoded: `\xHH`, `\"`, `\\`, `\n`, `\t`, `\r` and so on.
void put_escaped_log_field(std::string& field, std::string_view text);

/// The same with `%HH` decoded, twice where it was encoded twice (`%2520`), as CloudFront does with User-Agents. A
/// broken escape stays as it is.
void put_percent_log_field(std::string& field, std::string_view text);

/// Decimal digits and nothing else, below 2^63; unset for anything else.
std::optional<std::int64_t> log_number(std::string_view text);

/// Seconds with an optional fraction, such as `0.123`, in milliseconds; unset for anything else.
std::optional<std::int64_t> log_seconds_ms(std::string_view text);

/// `10/Oct/2026:13:55:36 +0200`; unset for anything else.
std::optional<Instant> combined_time(std::string_view text);

/// The stretch of `bytes 0-99/1000`; unset for anything else.
std::optional<std::pair<std::int64_t, std::int64_t>> content_range(std::string_view text);

/// What a Range header gets of a file of `size` bytes: [first, last] each, clamped, those that cannot be served left
/// out. Empty when it is no byte range, names more than 100, or when `size` is not known (0).
std::vector<std::pair<std::int64_t, std::int64_t>> served_ranges(std::string_view header, std::int64_t size);

}  // namespace mooring::analytics
