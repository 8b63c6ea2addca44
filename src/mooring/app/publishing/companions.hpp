#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/publishing/ports.hpp"
#include "mooring/media/transcripts/transcript.hpp"

namespace mooring::app::publishing {

// What goes with an episode's media: chapters, transcripts, the film for streaming (delivery.md, 6 and 11). A change
// that changes nothing leaves no trace. All of them: not_found (deleted episodes too).

/// Put `chapters` into the place of the episode's chapters; none takes them away. `from_file`: they are the media
/// file's own, and give way to what somebody set. Errors: invalid_argument (`chapters`), too_large.
Result<Episode> set_chapters(CatalogTransaction& tx, Instant now, EpisodeId id,
                             const std::vector<domain::Chapter>& chapters, bool from_file = false);

/// What a caller sends of a transcript.
struct NewTranscript {
    std::string language;                 ///< BCP 47
    media::transcripts::Format format{};  ///< what `bytes` are in
    std::string bytes;
};

/// Put a transcript into the place of the one of its language and kind. Times must fit the media's length.
/// Errors: invalid_argument (`language`, `transcript`), corrupt (`line 12: …`), too_large.
Result<Episode> put_transcript(CatalogTransaction& tx, Instant now, EpisodeId id, const NewTranscript& wanted);

/// Take away all transcripts of a language. Errors: not_found (`language`).
Result<Episode> remove_transcripts(CatalogTransaction& tx, Instant now, EpisodeId id, std::string_view language);

/// What is said in an episode as bare text, a line for each segment, in the episode's language where there is such a
/// transcript. Unset without any. Errors: unavailable, corrupt.
Result<std::optional<std::string>> transcript_text(CatalogSnapshot& catalog, const Show& show, const Episode& episode);

/// How long the sound is, if that is known.
std::optional<std::chrono::milliseconds> media_duration(const Episode& episode);

/// Forget what goes with the media of an episode that is deleted.
Result<void> drop_companions(CatalogTransaction& tx, Instant now, const Episode& episode);

/// Leave out of `episode` a stream that is not made of its film, and have its bytes removed.
Result<void> drop_stale_stream(CatalogTransaction& tx, Instant now, Episode& episode);

}  // namespace mooring::app::publishing
