#pragma once

#include <cstdint>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/media/processing/media_facts.hpp"
#include "mooring/media/processing/work.hpp"

namespace mooring::media::processing {

/// What a film becomes, so that apps which load one file can play it. Source: delivery.md, 5.7 and 11.
enum class VideoPlan : std::uint8_t {
    keep,   ///< the file itself: H.264 and AAC in an MP4 whose index comes first
    copy,   ///< both tracks as they are, in a new MP4 whose index comes first, without what else the file held
    encode  ///< H.264 of at most 1080 lines, and AAC
};

/// Which it is. `facts` have passed `validate` with `wants_video`. Pure.
VideoPlan plan_video(const MediaFacts& facts);

/// A film that is ready to be stored and served as `video/mp4`.
struct PreparedVideo {
    VideoPlan plan = VideoPlan::keep;
    std::string path;  ///< the input itself when it is kept, else a file in the work folder
    std::int64_t size_bytes = 0;
    microseconds duration{0};
    int width = 0, height = 0;
    int bitrate_kbps = 0;  ///< on average, sound included
};

/// Make the film of `facts` as one MP4. What was made is probed before it is believed.
/// Errors: as `prepare_audio`.
Result<PreparedVideo> prepare_video(const Work& work, const MediaFacts& facts);

}  // namespace mooring::media::processing
