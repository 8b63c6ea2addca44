#include "mooring/media/processing/mp4_layout.hpp"

#include "mooring/media/big_endian.hpp"

namespace mooring::media::processing {
namespace {

constexpr int most_boxes = 100'000;

struct Box {
    std::string type;
    std::int64_t size = 0;  ///< header included; 0: to the end of the file; -1: impossible
};

Result<Box> read_box(ByteSource& source, std::int64_t at) {
    MOORING_TRY(const std::string head, read_string(source, at, 16));
    if (head.size() < 8) return Box{.size = -1};
    Box box{.type = head.substr(4, 4), .size = big_endian(head, 0)};
    std::int64_t header = 8;
    if (box.size == 1) {
        if (head.size() < 16) return Box{.size = -1};
        const std::uint64_t large = std::uint64_t{big_endian(head, 8)} << 32 | big_endian(head, 12);
        box.size = large >> 62 != 0 ? -1 : static_cast<std::int64_t>(large);
        header = 16;
    }
    if (box.size != 0 && box.size < header) box.size = -1;
    return box;
}

}  // namespace

Result<Mp4Layout> read_mp4_layout(ByteSource& source) {
    Mp4Layout layout;
    bool has_media = false;
    const std::int64_t end = source.available_bytes();
    std::int64_t at = 0;
    // QuickTime files may end in up to seven bytes of nothing.
    for (int count = 0; at + 8 <= end && count < most_boxes; ++count) {
        MOORING_TRY(const Box box, read_box(source, at));
        if (box.size < 0 || box.size > end - at) {
            layout.is_truncated = true;
            return layout;
        }
        if (box.type == "moov") {
            layout.has_index = true;
            layout.is_fast_start = !has_media;
        } else if (box.type == "mdat") {
            has_media = true;
        } else if (box.type == "moof") {
            layout.is_fragmented = true;
        }
        if (box.size == 0) break;
        at += box.size;
    }
    return layout;
}

}  // namespace mooring::media::processing
