#pragma once

#include <chrono>
#include <cstdint>

#include "mooring/base/result.hpp"
#include "mooring/media/processing/media_facts.hpp"

namespace mooring::media::processing {

/// What a file must not exceed. Source: creators-rest.md, 10 and 6-D.
struct Rules {
    std::int64_t most_audio_bytes = std::int64_t{500} << 20;
    std::int64_t most_video_bytes = std::int64_t{4} << 30;
    /// How much longer one track of a video may be than the other: option `av_duration_tolerance_ms`.
    std::chrono::milliseconds duration_tolerance{1000};
    bool checks_color = false;  ///< option `check_video_color`
    /// False when only the sound of a video is wanted: then the picture is not judged.
    bool wants_video = true;
};

/// Judge a file by its facts, before any of it is decoded.
/// Errors: one of `FailureReason`, the most basic first: media_too_large, no_audio_track, unsupported_media (a codec),
/// corrupt_media (no length, or less in the file than it says), audio_longer_than_video, video_longer_than_audio,
/// inconsistent_color. Pure.
Result<void> validate(const MediaFacts& facts, const Rules& rules);

}  // namespace mooring::media::processing
