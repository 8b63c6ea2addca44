#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mooring/media/processing/container.hpp"

namespace mooring::media::processing {

using std::chrono::microseconds;

/// One sound track. Names of codecs are FFmpeg's: `mp3`, `aac`, `pcm_s16le`, `vorbis`, …
struct AudioTrack {
    int stream = 0;  ///< its number in the file
    std::string codec;
    int sample_rate_hz = 0;
    int channels = 0;
    std::int64_t bit_rate_bps = 0;  ///< 0: not said
    microseconds duration{0};
};

/// What a video track says of its colours, in FFmpeg's words (`bt709`, `smpte2084`, …); empty where it says nothing.
struct ColorFacts {
    std::string range, space, transfer, primaries;
    bool operator==(const ColorFacts&) const = default;
};

/// One moving picture. Covers are none.
struct VideoTrack {
    int stream = 0;
    std::string codec;
    std::string pixel_format;
    int width = 0, height = 0;      ///< as shown: rotation applied
    double frames_per_second = 0;   ///< on average; 0: not said
    std::int64_t bit_rate_bps = 0;  ///< 0: not said
    microseconds duration{0};
    ColorFacts color;
};

/// A chapter mark of the file itself (ID3 CHAP, MP4 chapters).
struct FileChapter {
    microseconds start{0}, end{0};
    std::string title;  ///< well-formed UTF-8 without control characters; may be empty
};

/// What a media file is, by its content.
struct MediaFacts {
    Container container = Container::mp3;
    std::int64_t size_bytes = 0;
    microseconds duration{0};  ///< of the sound, else of the picture, else of the whole
    std::vector<AudioTrack> audio;
    std::vector<VideoTrack> video;
    std::vector<FileChapter> chapters;  ///< ascending; at most 1,000
    bool is_fast_start = true;          ///< false: an MP4 that players have to fetch whole before they begin
    bool is_fragmented = false;

    bool is_video() const { return !video.empty(); }
};

}  // namespace mooring::media::processing
