#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mooring::media {

enum class MpegVersion { mpeg1, mpeg2, mpeg2_5 };

/// One MPEG audio frame header, layer III only. Source: ISO/IEC 11172-3, 2.4.1.3; publishing-v1.md, 9.4.3.
struct Mp3Frame {
    MpegVersion version = MpegVersion::mpeg1;
    int bitrate_kbps = 0;
    int sample_rate_hz = 0;
    int channels = 0;
    int length_bytes = 0;     ///< header included
    int samples = 0;          ///< per channel
    int side_info_bytes = 0;  ///< what lies between the header and a Xing or Info header

    /// True when both can follow each other in one stream.
    bool same_stream(const Mp3Frame& other) const {
        return version == other.version && sample_rate_hz == other.sample_rate_hz;
    }
};

/// Bytes in a frame header.
inline constexpr std::size_t mp3_header_bytes = 4;
/// The longest frame there is: 320 kbit/s at 32 kHz, or 160 kbit/s at 8 kHz, with padding.
inline constexpr std::size_t mp3_longest_frame_bytes = 1441;

/// True when two bytes after an FF can belong to a header that `parse_mp3_frame` accepts. For quick searches.
constexpr bool may_follow_sync(std::uint8_t second, std::uint8_t third) {
    return (second & 0xe6) == 0xe2 && (second & 0x18) != 0x08 &&                        // layer III; a known version
           (third & 0xf0) != 0x00 && (third & 0xf0) != 0xf0 && (third & 0x0c) != 0x0c;  // bitrate; sample rate
}

/// Read the header at the start of `bytes`; `nullopt` when there is none of layer III, when the bitrate is
/// "free" or reserved, or when fewer than 4 bytes are given.
std::optional<Mp3Frame> parse_mp3_frame(std::string_view bytes);

/// The bounds of a frame's length at this version and sample rate, over all bitrates.
struct FrameLengthBounds {
    int shortest = 0, longest = 0;
};
FrameLengthBounds frame_length_bounds(const Mp3Frame& frame);

/// What an encoder wrote into the first frame, which then holds no sound.
struct EncoderHeader {
    enum class Kind { xing, info, vbri };
    Kind kind = Kind::xing;
    std::optional<std::int64_t> frames = {};  ///< as claimed, this frame not counted; never 0
    std::optional<std::int64_t> bytes = {};   ///< as claimed, from this frame to the end; never 0
};

/// Look for a Xing, Info or VBRI header in the first frame; `bytes` begins at its frame header.
std::optional<EncoderHeader> parse_encoder_header(std::string_view bytes, const Mp3Frame& frame);

}  // namespace mooring::media
