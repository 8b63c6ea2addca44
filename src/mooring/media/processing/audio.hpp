#pragma once

#include <cstdint>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/media/processing/loudness.hpp"
#include "mooring/media/processing/media_facts.hpp"
#include "mooring/media/processing/waveform.hpp"
#include "mooring/media/processing/work.hpp"

namespace mooring::media::processing {

/// What a file's sound becomes, so that every app plays it. Source: delivery.md, 5.7.
enum class AudioPlan : std::uint8_t {
    keep_mp3,   ///< the file itself
    keep_m4a,   ///< the file itself: AAC in an MP4 whose index comes first
    copy_aac,   ///< the AAC as it is, in a new M4A whose index comes first, without the picture
    encode_mp3  ///< MP3, constant 128 kbit/s in stereo or 64 mono, 44.1 kHz
};

/// Which it is. `facts` have passed `validate`. Pure.
AudioPlan plan_audio(const MediaFacts& facts);

/// Sound that is ready to be stored and served.
struct PreparedAudio {
    AudioPlan plan = AudioPlan::keep_mp3;
    std::string path;                  ///< the input itself when it is kept, else a file in the work folder
    std::string mime_type, extension;  ///< `audio/mpeg` and `mp3`, or `audio/mp4` and `m4a`
    std::int64_t size_bytes = 0;
    microseconds duration{0};  ///< counted, not claimed
    int sample_rate_hz = 0;
    int channels = 0;
    int bitrate_kbps = 0;  ///< on average
    Loudness loudness;     ///< of what listeners hear: in stereo or mono
    Waveform waveform;
};

/// Make the sound of `facts`, measure how loud it is and draw its outline, all in one pass of one decoder; every sample
/// is decoded, so a file that is broken inside is found. What was made is probed before it is believed.
/// Errors: `corrupt_media`; and errors that are not the file's fault: unavailable (also `cancelled`), timeout,
/// no_space.
Result<PreparedAudio> prepare_audio(const Work& work, const MediaFacts& facts);

}  // namespace mooring::media::processing
