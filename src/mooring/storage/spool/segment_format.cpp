#include "mooring/storage/spool/segment_format.hpp"

#include <zlib.h>

#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::storage::spool {

namespace {

constexpr std::string_view magic = "MRGHITS";
constexpr char version = 1;
constexpr std::string_view suffix = ".hits";
constexpr std::size_t name_digits = 16;
constexpr std::size_t length_bytes = 4;

template <class Number>
void store_little_endian(char* place, Number number) {
    for (std::size_t index = 0; index < sizeof number; ++index) {
        place[index] = static_cast<char>((number >> (8 * index)) & 0xFFU);
    }
}

template <class Number>
Number load_little_endian(std::string_view bytes) {
    Number number = 0;
    for (std::size_t index = 0; index < sizeof number; ++index) {
        number |= static_cast<Number>(Number{static_cast<unsigned char>(bytes[index])} << (8 * index));
    }
    return number;
}

std::uint32_t checksum(std::string_view length, std::string_view payload) {
    auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(length.data()), static_cast<uInt>(length.size()));
    sum = ::crc32(sum, reinterpret_cast<const Bytef*>(payload.data()), static_cast<uInt>(payload.size()));
    return static_cast<std::uint32_t>(sum);
}

}  // namespace

std::string segment_name(std::uint64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < name_digits) {
        digits.insert(0, name_digits - digits.size(), '0');
    }
    return digits.append(suffix);
}

std::optional<std::uint64_t> parse_segment_name(std::string_view name) {
    if (!name.ends_with(suffix)) {
        return std::nullopt;
    }
    const auto number = parse_decimal(name.substr(0, name.size() - suffix.size()));
    if (!number || *number <= 0 || segment_name(static_cast<std::uint64_t>(*number)) != name) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(*number);
}

std::string segment_header(std::uint64_t number) {
    std::string header{magic};
    header.push_back(version);
    header.resize(segment_header_bytes);
    store_little_endian(header.data() + magic.size() + 1, number);
    return header;
}

HeaderCheck check_segment_header(std::string_view bytes, std::uint64_t number) {
    if (bytes.size() < segment_header_bytes || !bytes.starts_with(magic)) {
        return HeaderCheck::damaged;
    }
    if (bytes[magic.size()] != version) {
        return HeaderCheck::unknown_version;
    }
    const bool same = load_little_endian<std::uint64_t>(bytes.substr(magic.size() + 1)) == number;
    return same ? HeaderCheck::good : HeaderCheck::damaged;
}

void seal_frame(std::string& frame) {
    MOORING_ASSERT(frame.size() > frame_head_bytes && frame.size() <= frame_head_bytes + max_payload_bytes,
                   "the caller refuses records that are too long");
    const std::string_view view = frame;
    store_little_endian(frame.data(), static_cast<std::uint32_t>(frame.size() - frame_head_bytes));
    store_little_endian(frame.data() + length_bytes,
                        checksum(view.substr(0, length_bytes), view.substr(frame_head_bytes)));
}

std::optional<std::string_view> frame_at(std::string_view bytes) {
    if (bytes.size() < frame_head_bytes) {
        return std::nullopt;
    }
    const auto length = load_little_endian<std::uint32_t>(bytes);
    // A length of 0 is refused: zeroes, as a file system leaves them after a crash, would pass for frames.
    if (length == 0 || length > max_payload_bytes || length > bytes.size() - frame_head_bytes) {
        return std::nullopt;
    }
    const std::string_view payload = bytes.substr(frame_head_bytes, length);
    if (load_little_endian<std::uint32_t>(bytes.substr(length_bytes)) !=
        checksum(bytes.substr(0, length_bytes), payload)) {
        return std::nullopt;
    }
    return payload;
}

}  // namespace mooring::storage::spool
