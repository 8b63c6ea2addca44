// Any bytes as a report in the spool: what is accepted is written again as the same report.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/analytics/listening/listener_event.hpp"
#include "mooring/base/assert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring::analytics;
    const auto event = decode_event({reinterpret_cast<const char*>(data), size});
    if (!event) return 0;
    std::string bytes;
    encode_event(*event, bytes);
    const auto again = decode_event(bytes);
    MOORING_ASSERT(again && *again == *event, "a report must come back");
    return 0;
}
