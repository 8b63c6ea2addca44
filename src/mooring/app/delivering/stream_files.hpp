#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/delivering/media_facts.hpp"
#include "mooring/app/delivering/open_blobs.hpp"
#include "mooring/storage/catalog/companion_store.hpp"

namespace mooring::app::delivering {

// The film of an episode for HTTP Live Streaming (delivery.md, 11). What is one version's own lies below a name that
// another version has not, so that no player mixes two films:
//     master.m3u8, {version}/v720/index.m3u8, {version}/v720/00000.m4s, {version}/subtitles/en.m3u8

/// What of a stream's content is in its addresses.
std::string stream_version(const domain::StreamedFilm& stream);

/// A file of the stream, and the blob it lies in.
struct OpenStreamFile {
    storage::StreamFile file;
    OpenBlobPointer blob;
};

/// Errors: not_found, unavailable.
Result<OpenStreamFile> open_stream_file(storage::Catalog& catalog, OpenBlobs& blobs, const domain::StreamedFilm& stream,
                                        std::string_view name);

/// The multivariant playlist as it is served: its addresses below the version, and timed transcripts offered as
/// subtitles. Errors: as `open_stream_file`.
Result<std::string> master_playlist(storage::Catalog& catalog, OpenBlobs& blobs, const domain::Episode& episode);

/// `stored`, a multivariant playlist of ours, for the languages of `marks` that are timed. Pure.
std::string with_subtitles(std::string_view stored, std::string_view version,
                           const std::vector<domain::TranscriptMark>& marks);

/// The playlist of one language's subtitles: the whole transcript at `vtt_url` as one segment.
std::string subtitles_playlist(std::chrono::milliseconds duration, std::string_view vtt_url);

}  // namespace mooring::app::delivering
