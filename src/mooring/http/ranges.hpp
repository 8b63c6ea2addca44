#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mooring::http {

/// Bytes `[first, last]`, both ends included.
struct ByteRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t length() const { return last - first + 1; }
    bool operator==(const ByteRange&) const = default;
};

/// What a `Range` header asks of a representation of `size` bytes (delivery.md, 5.2; RFC 9110, 14).
struct RangeOutcome {
    enum class Kind { whole, partial, unsatisfiable };
    Kind kind = Kind::whole;
    std::vector<ByteRange> ranges;  ///< for `partial`: at least one, merged where they touched
};

RangeOutcome evaluate_range(std::string_view header, std::int64_t size);

}  // namespace mooring::http
