#include "mooring/graphql/language/location.hpp"

#include <algorithm>

namespace mooring::graphql {

Location locate(std::string_view source, std::size_t offset) {
    Location location;
    std::size_t line_start = 0;
    const std::size_t end = std::min(offset, source.size());
    for (std::size_t at = 0; at < end; ++at) {
        const bool is_end = source[at] == '\n' || source[at] == '\r';
        if (!is_end) continue;
        if (source[at] == '\r' && at + 1 < source.size() && source[at + 1] == '\n') ++at;
        if (at + 1 > end) break;  // between CR and LF
        ++location.line;
        line_start = at + 1;
    }
    for (std::size_t at = line_start; at < end; ++at) {
        const auto byte = static_cast<unsigned char>(source[at]);
        if ((byte & 0xC0U) != 0x80U) location.column += byte >= 0xF0U ? 2 : 1;
    }
    return location;
}

}  // namespace mooring::graphql
