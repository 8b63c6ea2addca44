#include "mooring/storage/plays/duckdb/storable_text.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::storage::duckdb {
namespace {

/// Bytes of the code point at the beginning of `text`; 0 when there is none.
std::size_t code_point_length(std::string_view text) {
    for (const std::size_t length : {1U, 2U, 3U, 4U}) {
        if (length <= text.size() && is_valid_utf8(text.substr(0, length))) return text.front() == '\0' ? 0 : length;
    }
    return 0;
}

}  // namespace

bool is_storable(std::string_view text) {
    return text.find('\0') == std::string_view::npos && is_valid_utf8(text);
}

std::string storable_text(std::string_view text) {
    std::string storable;
    storable.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = code_point_length(text);
        storable += length == 0 ? std::string_view{"?"} : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return storable;
}

}  // namespace mooring::storage::duckdb
