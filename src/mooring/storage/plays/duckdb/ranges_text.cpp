#include "mooring/storage/plays/duckdb/ranges_text.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::storage::duckdb {

std::string ranges_text(const ByteRanges& ranges) {
    std::string text;
    for (const auto& [first, last] : ranges) {
        if (!text.empty()) text += ',';
        text += std::to_string(first) + "-" + std::to_string(last);
    }
    return text;
}

ByteRanges parse_ranges(std::string_view text) {
    ByteRanges ranges;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view piece = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        const std::size_t dash = piece.find('-', 1);
        if (dash == std::string_view::npos) continue;
        const auto first = parse_decimal(piece.substr(0, dash));
        const auto last = parse_decimal(piece.substr(dash + 1));
        if (first && last) ranges.emplace_back(*first, *last);
    }
    return ranges;
}

}  // namespace mooring::storage::duckdb
