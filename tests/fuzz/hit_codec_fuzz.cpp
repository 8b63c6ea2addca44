// Any bytes as a spool's segment: what is read as a record is written and read again unchanged, and a sealed frame is
// found again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/storage/spool/hit_codec.hpp"
#include "mooring/storage/spool/segment_format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring::storage::spool;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    static_cast<void>(check_segment_header(bytes, 1));
    if (const auto payload = frame_at(bytes)) {
        MOORING_ASSERT(!payload->empty() && payload->size() + frame_head_bytes <= size,
                       "a frame lies within its bytes");
    }
    if (const auto number = parse_segment_name(bytes)) {
        MOORING_ASSERT(segment_name(*number) == bytes, "a segment has one name");
    }
    const auto hit = decode_hit(bytes);
    if (!hit) return 0;
    std::string frame(frame_head_bytes, '\0');
    encode_hit(*hit, frame);
    if (frame.size() - frame_head_bytes > max_payload_bytes) return 0;
    seal_frame(frame);
    const auto payload = frame_at(frame);
    MOORING_ASSERT(payload && *payload == std::string_view{frame}.substr(frame_head_bytes), "a sealed frame is whole");
    const auto again = decode_hit(*payload);
    MOORING_ASSERT(again && *again == *hit, "a record must come back");
    return 0;
}
