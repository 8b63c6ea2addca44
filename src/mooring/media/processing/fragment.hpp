#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"

namespace mooring::media::processing {

/// How many bytes from its start a segment of fragmented MP4 takes until its first picture is complete: what an
/// I-frame playlist names. Errors: corrupt (no fragment of a known form), unavailable.
/// Source: ISO/IEC 14496-12, 8.8.7 (`tfhd`) and 8.8.8 (`trun`); RFC 8216, 4.3.3.6.
Result<std::int64_t> end_of_first_frame(ByteSource& segment);

/// What an initialization segment has to be decoded with, as RFC 6381 writes it: `avc1.64001f` by its `avcC` box,
/// `mp4a.40.2` for AAC. Errors: corrupt (neither is in it), unavailable.
Result<std::string> codec_of(ByteSource& initialization);

}  // namespace mooring::media::processing
