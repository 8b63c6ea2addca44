#include "mooring/media/processing/fragment.hpp"

#include <fmt/format.h>

#include "mooring/media/big_endian.hpp"

namespace mooring::media::processing {
namespace {

constexpr std::int64_t most_bytes = 4 << 20;  // of what is read: heads of fragments are some kilobytes

Error odd() {
    return Error{Errc::corrupt, "a segment is not of the form that was asked for"};
}

/// The payload of the first box of `type` in `boxes`.
std::optional<std::string_view> find_box(std::string_view boxes, std::string_view type) {
    while (boxes.size() >= 8) {
        const std::size_t size = big_endian(boxes, 0);
        if (size < 8 || size > boxes.size()) return std::nullopt;
        if (boxes.substr(4, 4) == type) return boxes.substr(8, size - 8);
        boxes.remove_prefix(size);
    }
    return std::nullopt;
}

/// Reads fields one after the other.
class Fields {
public:
    explicit Fields(std::string_view bytes) : bytes_(bytes) {}
    std::uint32_t next() {
        if (bytes_.size() < 4) {
            is_short_ = true;
            return 0;
        }
        const std::uint32_t value = big_endian(bytes_, 0);
        bytes_.remove_prefix(4);
        return value;
    }
    bool is_short() const { return is_short_; }

private:
    std::string_view bytes_;
    bool is_short_ = false;
};

std::optional<std::uint32_t> default_sample_size(std::string_view tfhd) {
    Fields fields(tfhd);
    const std::uint32_t flags = fields.next();
    fields.next();                                // track
    if ((flags & 0x1) != 0) return std::nullopt;  // offsets that do not start at the fragment
    if ((flags & 0x2) != 0) fields.next();
    if ((flags & 0x8) != 0) fields.next();
    return (flags & 0x10) != 0 ? fields.next() : 0;
}

/// Offset and size of the first sample, relative to the `moof` box.
struct FirstSample {
    std::uint32_t offset = 0, size = 0;
};

std::optional<FirstSample> first_sample(std::string_view trun, std::uint32_t default_size) {
    Fields fields(trun);
    const std::uint32_t flags = fields.next();
    if (fields.next() == 0 || (flags & 0x1) == 0) return std::nullopt;
    FirstSample sample{.offset = fields.next(), .size = default_size};
    if ((flags & 0x4) != 0) fields.next();
    if ((flags & 0x100) != 0) fields.next();
    if ((flags & 0x200) != 0) sample.size = fields.next();
    if (fields.is_short() || sample.size == 0) return std::nullopt;
    return sample;
}

}  // namespace

Result<std::int64_t> end_of_first_frame(ByteSource& segment) {
    const std::int64_t end = segment.available_bytes();
    for (std::int64_t at = 0; at + 8 <= end;) {
        MOORING_TRY(const std::string head, read_string(segment, at, 8));
        const std::int64_t size = big_endian(head, 0);
        if (size < 8 || size > end - at) return odd();
        if (head.substr(4) == "moof") {
            if (size > most_bytes) return odd();
            MOORING_TRY(const std::string moof, read_string(segment, at + 8, static_cast<std::size_t>(size - 8)));
            const auto track = find_box(moof, "traf");
            const auto header = track ? find_box(*track, "tfhd") : std::nullopt;
            const auto run = track ? find_box(*track, "trun") : std::nullopt;
            const auto usual = header ? default_sample_size(*header) : std::nullopt;
            const auto sample = run && usual ? first_sample(*run, *usual) : std::nullopt;
            if (!sample || at + sample->offset + sample->size > end) return odd();
            return at + sample->offset + sample->size;
        }
        at += size;
    }
    return odd();
}

Result<std::string> codec_of(ByteSource& initialization) {
    if (initialization.available_bytes() > most_bytes) return odd();
    MOORING_TRY(const std::string bytes,
                read_string(initialization, 0, static_cast<std::size_t>(initialization.available_bytes())));
    // Sample entries nest their configuration behind fields of fixed size; its name is searched for instead.
    if (const auto at = bytes.find("avcC"); at != std::string::npos && at + 8 <= bytes.size()) {
        return fmt::format("avc1.{:06x}", big_endian(bytes, at + 5, 3));
    }
    if (bytes.find("mp4a") != std::string::npos && bytes.find("esds") != std::string::npos) return "mp4a.40.2";
    return odd();
}

}  // namespace mooring::media::processing
