#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "mooring/analytics/raw_hit.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage::spool {

/// Where reading a segment came to.
struct SegmentRead {
    std::uint64_t offset = 0;  ///< after the last record visited; where it began when there was none
    bool stopped = false;      ///< `visit` asked for it
};

/// What came of a record that was visited.
enum class Visited { go_on, stop, unknown_shape };

/// Visit the records of the segment `number` in the file `path` that lie whole between `offset` and `limit`.
/// Damaged bytes are passed over up to the next whole record, a tail cut by a crash is left out, and a file
/// without a whole header holds no records. Memory does not grow with the file.
/// Errors: not_found, unsupported (written by a later version), unavailable.
Result<SegmentRead> read_segment(const std::string& path, std::uint64_t number, std::uint64_t offset,
                                 std::uint64_t limit, const std::function<Visited(std::string_view)>& visit);

/// The same for records that are hits; `visit` returns false to stop.
Result<SegmentRead> read_hits(const std::string& path, std::uint64_t number, std::uint64_t offset, std::uint64_t limit,
                              const std::function<bool(const analytics::RawHit&)>& visit);

}  // namespace mooring::storage::spool
