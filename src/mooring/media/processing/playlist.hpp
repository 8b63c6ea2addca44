#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::media::processing {

/// A segment as a media playlist lists it.
struct Segment {
    double seconds = 0;
    std::string name;  ///< of a file beside the playlist: letters, digits, `.`, `-` and `_` only
};

/// A media playlist of a whole film. Source: RFC 8216, 4.3.
struct MediaPlaylist {
    std::string initialization;  ///< the name of the file in EXT-X-MAP
    std::vector<Segment> segments;

    double seconds() const;
};

/// Read a media playlist of ours, which a worker wrote: whole (EXT-X-ENDLIST), with an initialization segment, names
/// without folders. Errors: corrupt.
Result<MediaPlaylist> read_media_playlist(std::string_view text);

/// One line of choice in a multivariant playlist.
struct Variant {
    std::string uri;
    std::string codecs;         ///< comma-separated, as RFC 6381 writes them
    std::int64_t peak_bps = 0;  ///< of the worst segment, sound included
    std::int64_t average_bps = 0;
    int width = 0, height = 0;  ///< 0: sound alone
    double frames_per_second = 0;
    std::string iframes_uri;  ///< empty: none
    std::int64_t iframes_peak_bps = 0, iframes_average_bps = 0;
};

/// The multivariant playlist: `variants` in this order, their sound in one group, found at `audio_uri`.
/// Source: RFC 8216, 4.3.4; delivery.md, 11.
std::string write_master_playlist(const std::vector<Variant>& variants, const std::string& audio_uri,
                                  int audio_channels);

/// Where the first picture of each segment ends: `ends[i]` bytes from the start of `playlist.segments[i]`.
/// Source: RFC 8216, 4.3.3.6.
std::string write_iframe_playlist(const MediaPlaylist& playlist, const std::vector<std::int64_t>& ends);

}  // namespace mooring::media::processing
