#include "mooring/api/publishing/cursor.hpp"

#include <algorithm>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::api::publishing {
namespace {

constexpr std::size_t longest_cursor = 64;

/// Decimal digits without a leading zero, at most 2^53 - 1.
std::optional<std::int64_t> parse_number(std::string_view digits) {
    const bool is_plain = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_plain || digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    const std::optional<std::int64_t> number = parse_decimal(digits);
    return number && *number <= domain::max_wire_id ? number : std::nullopt;
}

}  // namespace

std::string write_cursor(const Cursor& cursor) {
    return to_base64url(std::to_string(cursor.datetime) + "_" + std::to_string(cursor.id));
}

std::optional<Cursor> parse_cursor(std::string_view text) {
    if (text.size() > longest_cursor) return std::nullopt;
    const std::optional<std::string> pair = from_base64(text);
    if (!pair) return std::nullopt;
    const std::size_t underscore = pair->find('_');
    if (underscore == std::string::npos) return std::nullopt;
    const std::string_view view{*pair};
    const auto datetime = parse_number(view.substr(0, underscore));
    const auto id = parse_number(view.substr(underscore + 1));
    if (!datetime || !id || *id == 0) return std::nullopt;
    return Cursor{*datetime, *id};
}

}  // namespace mooring::api::publishing
