#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/media/mp3_frame.hpp"

/// MP3 files made of frames in code, for tests. The frames are silent but valid in every header bit.
namespace mooring::media::test {

inline std::string big_endian_text(std::uint32_t value, int count = 4) {
    std::string text;
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
        text += static_cast<char>(value >> shift & 0xffU);
    }
    return text;
}

inline std::string little_endian_text(std::uint32_t value) {
    const std::string text = big_endian_text(value);
    return {text.rbegin(), text.rend()};
}

inline std::string syncsafe_text(std::uint32_t value) {
    return big_endian_text((value & 0x7fU) | (value & 0x3f80U) << 1 | (value & 0x1fc000U) << 2 |
                           (value & 0xfe00000U) << 3);
}

struct Stream {
    MpegVersion version = MpegVersion::mpeg1;
    int rate_index = 0;     ///< 0: 44.1 kHz, 1: 48 kHz, 2: 32 kHz, or their half or quarter
    int bitrate_index = 9;  ///< 1 to 14; 9 is 128 kbit/s, or 80 in versions 2 and 2.5
    bool is_mono = false;
};

inline std::string header(const Stream& stream, bool has_padding = false, int layer_bits = 0b01) {
    const int version_bits = stream.version == MpegVersion::mpeg1   ? 0b11
                             : stream.version == MpegVersion::mpeg2 ? 0b10
                                                                    : 0;
    std::string bytes = "\xff";
    bytes += static_cast<char>(0xe0 | version_bits << 3 | layer_bits << 1 | 1);
    bytes += static_cast<char>(stream.bitrate_index << 4 | stream.rate_index << 2 | (has_padding ? 2 : 0));
    bytes += static_cast<char>(stream.is_mono ? 0xc0 : 0x40);
    return bytes;
}

inline std::string frame(const Stream& stream, bool has_padding = false) {
    std::string bytes = header(stream, has_padding);
    bytes.resize(static_cast<std::size_t>(parse_mp3_frame(bytes).value().length_bytes), '\0');
    return bytes;
}

/// `count` frames of one bitrate; every second one padded, as at 44.1 kHz.
inline std::string frames(const Stream& stream, int count) {
    std::string bytes;
    for (int index = 0; index < count; ++index) {
        bytes += frame(stream, index % 2 == 1);
    }
    return bytes;
}

/// `count` frames whose bitrate goes round the whole table.
inline std::string vbr_frames(Stream stream, int count) {
    std::string bytes;
    for (int index = 0; index < count; ++index) {
        stream.bitrate_index = 1 + index * 5 % 14;
        bytes += frame(stream);
    }
    return bytes;
}

/// A frame with a `Xing` or `Info` header.
inline std::string xing_frame(Stream stream, std::string_view name, std::optional<std::uint32_t> frame_count,
                              std::optional<std::uint32_t> byte_count = std::nullopt) {
    stream.bitrate_index = 9;
    std::string bytes = frame(stream);
    const auto offset = 4 + static_cast<std::size_t>(parse_mp3_frame(bytes).value().side_info_bytes);
    std::string body(name);
    body += big_endian_text((frame_count ? 1U : 0U) | (byte_count ? 2U : 0U));
    body += frame_count ? big_endian_text(*frame_count) : "";
    body += byte_count ? big_endian_text(*byte_count) : "";
    return bytes.replace(offset, body.size(), body);
}

inline std::string vbri_frame(Stream stream, std::uint32_t frame_count, std::uint32_t byte_count) {
    stream.bitrate_index = 9;
    std::string bytes = frame(stream);
    const std::string body = "VBRI" + big_endian_text(1, 2) + big_endian_text(0, 2) + big_endian_text(75, 2) +
                             big_endian_text(byte_count) + big_endian_text(frame_count);
    return bytes.replace(36, body.size(), body);
}

/// An ID3v2 tag around `body`; `flags` as in the header, the footer bit (0x10) adds a footer.
inline std::string id3v2(int version, std::string_view body, int flags = 0) {
    std::string head;
    head += static_cast<char>(version);
    head += '\0';
    head += static_cast<char>(flags);
    head += syncsafe_text(static_cast<std::uint32_t>(body.size()));
    return "ID3" + head + std::string(body) + ((flags & 0x10) != 0 ? "3DI" + head : "");
}

/// One frame of an ID3v2 tag: `id` of three letters for 2.2, of four otherwise.
inline std::string id3_frame(int version, std::string_view id, std::string_view body, int flags = 0) {
    const auto size = static_cast<std::uint32_t>(body.size());
    std::string head(id);
    if (version == 2) {
        head += big_endian_text(size, 3);
    } else {
        head += version == 3 ? big_endian_text(size) : syncsafe_text(size);
        head += big_endian_text(static_cast<std::uint32_t>(flags), 2);
    }
    return head + std::string(body);
}

inline std::string id3v1(std::string_view title = "Old title") {
    std::string tag = "TAG" + std::string(title.substr(0, 30));
    tag.resize(128, '\0');
    return tag;
}

inline std::string apev2(std::string_view items = "12345678") {
    const auto block = [&](std::uint32_t flags) {
        return "APETAGEX" + little_endian_text(2000) +
               little_endian_text(static_cast<std::uint32_t>(items.size() + 32)) + little_endian_text(1) +
               little_endian_text(flags) + std::string(8, '\0');
    };
    return block(0xa0000000U) + std::string(items) + block(0x80000000U);
}

inline std::string lyrics3v2() {
    const std::string body = "LYRICSBEGININD0000200LYR00005hello";
    std::string digits = std::to_string(body.size());
    digits.insert(0, 6 - digits.size(), '0');
    return body + digits + "LYRICS200";
}

}  // namespace mooring::media::test
