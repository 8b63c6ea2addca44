#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mooring::storage::spool {

// A segment file is a header of 16 bytes (`MRGHITS`, a version byte, the segment's number) and then frames: the
// payload's length and a CRC-32 over length and payload, 4 bytes each, and the payload. Numbers are little-endian.

inline constexpr std::size_t segment_header_bytes = 16;
inline constexpr std::size_t frame_head_bytes = 8;
/// No record is longer. A garbled length is nearly always over it.
inline constexpr std::size_t max_payload_bytes = 64 * 1024;

/// `0000000000000007.hits`
std::string segment_name(std::uint64_t number);
std::optional<std::uint64_t> parse_segment_name(std::string_view name);

std::string segment_header(std::uint64_t number);

enum class HeaderCheck { good, damaged, unknown_version };
HeaderCheck check_segment_header(std::string_view bytes, std::uint64_t number);

/// Fill the first 8 bytes of `frame`, whose payload stands behind them. At most `max_payload_bytes`, at least 1.
void seal_frame(std::string& frame);

/// The payload of the frame at the front of `bytes`; `nullopt` when these bytes are no whole, undamaged frame.
std::optional<std::string_view> frame_at(std::string_view bytes);

}  // namespace mooring::storage::spool
