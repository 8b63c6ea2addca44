// Any Range header of any size of file: the parts that are answered lie within the file.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "mooring/http/ranges.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t length) {
    std::uint32_t size = 0;
    if (length < sizeof size) {
        return 0;
    }
    std::memcpy(&size, data, sizeof size);
    const std::string_view header{reinterpret_cast<const char*>(data) + sizeof size, length - sizeof size};
    const auto outcome = mooring::http::evaluate_range(header, size);
    const bool is_partial = outcome.kind == mooring::http::RangeOutcome::Kind::partial;
    const bool is_within = std::all_of(outcome.ranges.begin(), outcome.ranges.end(), [&](const auto& range) {
        return range.first >= 0 && range.first <= range.last && range.last < size;
    });
    if (is_partial == outcome.ranges.empty() || outcome.ranges.size() > 16 || !is_within) {
        std::abort();
    }
    return 0;
}
