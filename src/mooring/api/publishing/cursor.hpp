#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mooring::api::publishing {

/// A place in the order of publication, as a cursor names it: that of a page's last episode.
struct Cursor {
    std::int64_t datetime = 0;  ///< Unix seconds
    std::int64_t id = 0;
    bool operator==(const Cursor&) const = default;
};

/// base64url of `<datetime>_<id>`, without padding (publishing-v1.md, 6.3).
std::string write_cursor(const Cursor& cursor);

/// Accepts either alphabet, padded or not, at most 64 characters; nothing for anything else.
std::optional<Cursor> parse_cursor(std::string_view text);

}  // namespace mooring::api::publishing
