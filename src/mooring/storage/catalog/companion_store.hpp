#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/chapter.hpp"
#include "mooring/domain/companions.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::storage {

using domain::EpisodeId;

/// A transcript as it is kept: read once, and as it came.
struct StoredTranscript {
    std::string language;  ///< BCP 47
    bool is_timed = true;
    std::string segments_json;    ///< the JSON form; of an untimed one its text
    std::string original_format;  ///< `vtt`, `srt`, `json` or `txt`
    std::string original;
    bool operator==(const StoredTranscript&) const = default;
};

/// One file of a film for HTTP Live Streaming.
struct StreamFile {
    std::string name;        ///< such as `master.m3u8` or `v720/00000.m4s`
    std::string mime_type;   ///< as served
    std::int64_t begin = 0;  ///< where it begins in the film's blob
    std::int64_t size_bytes = 0;
    std::chrono::milliseconds start{0};     ///< of a segment, in the film
    std::chrono::milliseconds duration{0};  ///< of a segment; else 0
    bool operator==(const StreamFile&) const = default;
};

/// How stored sound sounds as a whole, and its outline. Source: EBU R 128; audiowaveform's JSON, version 2.
struct SoundOutline {
    std::optional<double> integrated_lufs;  ///< nothing for silence, and for sound shorter than 0.4 s
    std::optional<double> range_lu;
    std::optional<double> true_peak_dbtp;
    std::string waveform_json;
    bool operator==(const SoundOutline&) const = default;
};

/// What goes with episodes' media. That it is there says the episode itself (`Episode::companions`).
class CompanionReader {
public:
    virtual ~CompanionReader() = default;
    /// By start.
    virtual Result<std::vector<domain::Chapter>> chapters(EpisodeId episode) = 0;
    virtual Result<std::optional<StoredTranscript>> transcript(EpisodeId episode, std::string_view language,
                                                               bool is_timed) = 0;
    virtual Result<std::optional<StreamFile>> stream_file(std::string_view sha256, std::string_view name) = 0;
    virtual Result<std::optional<SoundOutline>> sound_outline(std::string_view sha256) = 0;
    virtual Result<bool> has_sound_outline(std::string_view sha256) = 0;
};

class CompanionWriter {
public:
    virtual ~CompanionWriter() = default;
    /// Put `chapters` into the place of those that were there.
    virtual Result<void> set_chapters(EpisodeId episode, const std::vector<domain::Chapter>& chapters) = 0;
    /// Put a transcript into the place of the one of its language and kind.
    virtual Result<void> put_transcript(EpisodeId episode, const StoredTranscript& transcript) = 0;
    virtual Result<void> remove_transcript(EpisodeId episode, std::string_view language, bool is_timed) = 0;
    /// Say what lies where in a film's blob.
    virtual Result<void> put_stream(std::string_view sha256, const std::vector<StreamFile>& files) = 0;
    /// Put the outline of a blob of sound into the place of the one that was there.
    virtual Result<void> put_sound_outline(std::string_view sha256, const SoundOutline& outline) = 0;
    /// Forget what was said of a blob that is to be removed.
    virtual Result<void> forget_blob(std::string_view sha256) = 0;
};

}  // namespace mooring::storage
