#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/media/processing/ladder.hpp"
#include "mooring/media/processing/media_facts.hpp"
#include "mooring/media/processing/work.hpp"

namespace mooring::media::processing {

struct HlsOptions {
    std::vector<int> sides{std::begin(rung_sides), std::end(rung_sides)};  ///< offered sizes, largest first
    std::string preset = "veryfast";                                       ///< of x264: how much work for how few bytes
};

/// One file of the film as it is served.
struct HlsFile {
    std::string
        name;  ///< below the folder, with `/`: `master.m3u8`, `v720/index.m3u8`, `v720/00000.m4s`, `audio/init.mp4`
    std::string mime_type;
    std::int64_t size_bytes = 0;
    double seconds = 0;  ///< of a segment; else 0
};

/// A film for HTTP Live Streaming.
struct Hls {
    std::string folder;          ///< where its files lie, inside the work folder
    std::vector<HlsFile> files;  ///< `master.m3u8` first; every file that the playlists name, and no other
    std::vector<Rung> rungs;     ///< largest first
    microseconds duration{0};
    std::int64_t size_bytes = 0;  ///< of all files
};

/// Make a film ready for HTTP Live Streaming: H.264 in two or more sizes that are not above the source, and AAC of at
/// most 128 kbit/s as a group of its own, which is offered alone too; fragmented MP4 in segments of 6 s, I-frame
/// playlists, one multivariant playlist. One decode feeds all sizes. Takes from half to several times the film's
/// length. Every playlist and segment is read back before it is believed. Errors: `corrupt_media`; invalid_argument
/// (`facts` are of no film with sound); and errors that are not the file's fault: unavailable (also `cancelled`),
/// no_space, internal (what was made does not hold together). Source: delivery.md, 11; RFC 8216.
Result<Hls> make_hls(const Work& work, const MediaFacts& facts, const HlsOptions& options = {});

}  // namespace mooring::media::processing
