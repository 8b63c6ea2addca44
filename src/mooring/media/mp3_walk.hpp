#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"
#include "mooring/media/mp3_frame.hpp"

namespace mooring::media {

/// Bytes after a frame header that tell whether two more frames follow.
inline constexpr std::size_t mp3_lookahead_bytes = 2 * mp3_longest_frame_bytes + 8;

/// Whether a frame header is one, by what follows it.
enum class Chain {
    confirmed,  ///< two frames of the same stream follow, or the sound ends properly
    broken,     ///< something else follows
    unknown     ///< the bytes at hand end first, and more exist
};

/// Follow `first`, which stands at the start of `ahead`, for two frames. `ahead` is shorter than
/// `mp3_lookahead_bytes` only where the bytes at hand end; `is_end` says that the sound ends there too.
/// Source: publishing-v1.md, 9.4.3, step 4.
Chain follow_frames(std::string_view ahead, const Mp3Frame& first, bool is_end);

/// What lies in a run of frames.
struct Mp3Walk {
    std::int64_t frames = 0;
    std::int64_t bytes = 0;           ///< of these frames
    std::int64_t ticks = 0;           ///< how long they play; `ticks_per_second` to the second
    std::optional<int> bitrate_kbps;  ///< of the first of them
    bool has_one_bitrate = true;

    /// A multiple of every sample rate there is.
    static constexpr std::int64_t ticks_per_second = 14'112'000;
    std::chrono::milliseconds duration() const;
};

/// Count the whole frames in `[begin, end)`; lost sync is found again, other bytes are skipped.
/// `first` is the frame that is expected at `begin`.
Result<Mp3Walk> walk_frames(ByteSource& source, const Mp3Frame& first, std::int64_t begin, std::int64_t end);

}  // namespace mooring::media
