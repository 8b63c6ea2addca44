// Any text as a cursor: what is accepted is a place that can be written and read again.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/api/publishing/cursor.hpp"
#include "mooring/base/assert.hpp"
#include "mooring/domain/ids.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring::api::publishing;
    const auto cursor = parse_cursor({reinterpret_cast<const char*>(data), size});
    if (!cursor) return 0;
    MOORING_ASSERT(0 <= cursor->datetime && cursor->datetime <= mooring::domain::max_wire_id, "a time on the wire");
    MOORING_ASSERT(0 < cursor->id && cursor->id <= mooring::domain::max_wire_id, "an id on the wire");
    MOORING_ASSERT(parse_cursor(write_cursor(*cursor)) == cursor, "a cursor must come back");
    return 0;
}
