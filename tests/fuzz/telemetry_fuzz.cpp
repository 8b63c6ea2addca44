// Any bytes as what a player sends: reading ends, every event is taken or refused with a reason, and what was taken
// keeps the rules about times and stretches.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/analytics/listening/telemetry_batch.hpp"
#include "mooring/base/assert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    const Instant received = from_unix_seconds(1'772'532'046);
    const auto batch = analytics::parse_telemetry({reinterpret_cast<const char*>(data), size}, received);
    if (!batch) return 0;
    MOORING_ASSERT(batch->events.size() + batch->rejected.size() <= analytics::max_telemetry_events,
                   "a batch has a bound");
    for (const auto& event : batch->events) {
        MOORING_ASSERT(event.at <= received, "nothing happened later than now");
        std::int64_t place = 0;
        for (const auto& stretch : event.heard_ms) {
            MOORING_ASSERT(stretch.begin >= place && stretch.end > stretch.begin, "stretches are sorted and disjoint");
            place = stretch.end;
        }
    }
    for (const auto& event : batch->rejected) MOORING_ASSERT(!event.reason.empty(), "a refusal has a reason");
    return 0;
}
