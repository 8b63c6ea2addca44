#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mooring/base/clock.hpp"

namespace mooring::domain {

/// A film for HTTP Live Streaming. All its files lie one behind the other in one blob.
struct StreamedFilm {
    std::string sha256;  ///< names the blob
    std::int64_t size_bytes = 0;
    std::chrono::milliseconds duration{};
    std::string made_of;  ///< names the film's blob
    Instant since;
    bool operator==(const StreamedFilm&) const = default;
};

/// That there is a transcript. There is at most one for a language that is timed, and one that is not.
struct TranscriptMark {
    std::string language;  ///< BCP 47, such as `en` or `pt-BR`
    bool is_timed = true;  ///< offered as captions too
    Instant since;
    bool operator==(const TranscriptMark&) const = default;
};

/// What goes with an episode's media, as far as it is there.
struct Companions {
    std::optional<StreamedFilm> stream;
    std::optional<Instant> chapters_since;  ///< when they became what they are; none: there are no chapters
    bool has_file_chapters = false;         ///< they are the media file's own, which nobody changed
    std::vector<TranscriptMark> transcripts;
    bool operator==(const Companions&) const = default;
};

}  // namespace mooring::domain
