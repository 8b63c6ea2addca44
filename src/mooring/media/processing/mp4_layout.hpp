#pragma once

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"

namespace mooring::media::processing {

/// How the outermost boxes of an MP4 or QuickTime file lie.
struct Mp4Layout {
    bool has_index = false;      ///< a `moov` box
    bool is_fast_start = false;  ///< which comes before the sound: players can begin before they have the whole file
    bool is_fragmented = false;  ///< in `moof` pieces
    bool is_truncated = false;   ///< a box says that it goes on beyond the end of the file, or is shorter than itself
};

/// Walk the outermost boxes, which costs one small read each; at most 100,000 of them.
/// Errors: unavailable. Source: ISO/IEC 14496-12, 4.2.
Result<Mp4Layout> read_mp4_layout(ByteSource& source);

}  // namespace mooring::media::processing
