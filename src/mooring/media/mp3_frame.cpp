#include "mooring/media/mp3_frame.hpp"

#include <array>

#include "mooring/media/big_endian.hpp"

namespace mooring::media {
namespace {

// Layer III, by bitrate index; 0 ("free") and 15 (reserved) are not accepted.
constexpr std::array<int, 16> version1_kbps{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
constexpr std::array<int, 16> version2_kbps{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
constexpr std::array<int, 3> version1_hz{44100, 48000, 32000};

constexpr int frame_length(MpegVersion version, int kbps, int hz, int padding) {
    const int factor = version == MpegVersion::mpeg1 ? 144 : 72;
    return factor * kbps * 1000 / hz + padding;
}

/// Headers without padding, by version bits, sample-rate index and bitrate index: hundreds of thousands are read
/// from one file, and divisions are slow.
constexpr auto headers = [] {
    std::array<std::array<std::array<Mp3Frame, 16>, 3>, 4> table{};
    for (const unsigned version_bits : {0b00U, 0b10U, 0b11U}) {
        for (unsigned rate = 0; rate < 3; ++rate) {
            for (unsigned bitrate = 1; bitrate < 15; ++bitrate) {
                Mp3Frame& frame = table[version_bits][rate][bitrate];
                frame.version = version_bits == 0b11   ? MpegVersion::mpeg1
                                : version_bits == 0b10 ? MpegVersion::mpeg2
                                                       : MpegVersion::mpeg2_5;
                const bool is_version1 = frame.version == MpegVersion::mpeg1;
                frame.bitrate_kbps = (is_version1 ? version1_kbps : version2_kbps)[bitrate];
                frame.sample_rate_hz = version1_hz[rate] / (is_version1                           ? 1
                                                            : frame.version == MpegVersion::mpeg2 ? 2
                                                                                                  : 4);
                frame.samples = is_version1 ? 1152 : 576;
                frame.length_bytes = frame_length(frame.version, frame.bitrate_kbps, frame.sample_rate_hz, 0);
            }
        }
    }
    return table;
}();

std::optional<std::int64_t> unless_zero(std::uint32_t value) {
    return value == 0 ? std::nullopt : std::optional<std::int64_t>(value);
}

std::optional<EncoderHeader> parse_xing(std::string_view bytes, std::size_t offset) {
    if (bytes.size() < offset + 8) {
        return std::nullopt;
    }
    const auto name = bytes.substr(offset, 4);
    if (name != "Xing" && name != "Info") {
        return std::nullopt;
    }
    EncoderHeader header{.kind = name == "Xing" ? EncoderHeader::Kind::xing : EncoderHeader::Kind::info};
    const std::uint32_t flags = big_endian(bytes, offset + 4);
    std::size_t field = offset + 8;
    for (auto [flag, value] : {std::pair{1U, &header.frames}, std::pair{2U, &header.bytes}}) {
        if ((flags & flag) != 0 && bytes.size() >= field + 4) {
            *value = unless_zero(big_endian(bytes, field));
            field += 4;
        }
    }
    return header;
}

}  // namespace

std::optional<Mp3Frame> parse_mp3_frame(std::string_view bytes) {
    if (bytes.size() < mp3_header_bytes || byte_at(bytes, 0) != 0xff ||
        !may_follow_sync(byte_at(bytes, 1), byte_at(bytes, 2))) {
        return std::nullopt;
    }
    const unsigned version_bits = byte_at(bytes, 1) >> 3 & 3;
    const unsigned third = byte_at(bytes, 2);
    Mp3Frame frame = headers[version_bits][third >> 2 & 3][third >> 4];
    const bool is_version1 = frame.version == MpegVersion::mpeg1;
    const bool is_mono = byte_at(bytes, 3) >> 6 == 3;
    frame.channels = is_mono ? 1 : 2;
    frame.side_info_bytes = is_version1 ? (is_mono ? 17 : 32) : (is_mono ? 9 : 17);
    frame.length_bytes += static_cast<int>(third >> 1 & 1);
    return frame;
}

FrameLengthBounds frame_length_bounds(const Mp3Frame& frame) {
    const bool is_version1 = frame.version == MpegVersion::mpeg1;
    return {.shortest = frame_length(frame.version, is_version1 ? 32 : 8, frame.sample_rate_hz, 0),
            .longest = frame_length(frame.version, is_version1 ? 320 : 160, frame.sample_rate_hz, 1)};
}

std::optional<EncoderHeader> parse_encoder_header(std::string_view bytes, const Mp3Frame& frame) {
    const auto body = bytes.substr(0, static_cast<std::size_t>(frame.length_bytes));
    const std::size_t after_side_info = mp3_header_bytes + static_cast<std::size_t>(frame.side_info_bytes);
    // Some encoders count the two bytes of a checksum, some do not.
    for (const std::size_t offset : {after_side_info, after_side_info + 2}) {
        if (const auto header = parse_xing(body, offset)) {
            return header;
        }
    }
    constexpr std::size_t vbri = mp3_header_bytes + 32;
    if (body.size() >= vbri + 18 && body.substr(vbri, 4) == "VBRI") {
        return EncoderHeader{.kind = EncoderHeader::Kind::vbri,
                             .frames = unless_zero(big_endian(body, vbri + 14)),
                             .bytes = unless_zero(big_endian(body, vbri + 10))};
    }
    return std::nullopt;
}

}  // namespace mooring::media
