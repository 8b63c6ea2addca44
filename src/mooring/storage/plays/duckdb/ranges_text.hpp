#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mooring::storage::duckdb {

using ByteRanges = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// `0-99,500-999`
std::string ranges_text(const ByteRanges& ranges);
/// What `ranges_text` wrote; pieces that are none are left out.
ByteRanges parse_ranges(std::string_view text);

}  // namespace mooring::storage::duckdb
