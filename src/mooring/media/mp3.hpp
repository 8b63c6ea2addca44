#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"
#include "mooring/media/mp3_frame.hpp"

namespace mooring::media {

/// What an MP3 is, by its content. Nothing in it is a claim of the file that was not checked against the rest.
struct Mp3Facts {
    MpegVersion version = MpegVersion::mpeg1;
    int sample_rate_hz = 0;
    int channels = 0;      ///< of the first frame: 1 or 2
    int bitrate_kbps = 0;  ///< the average over the sound, rounded
    bool is_vbr = false;   ///< frames differ in bitrate
    /// How long it plays. `nullopt`: only a head was given and its header does not tell, or there is no sound.
    std::optional<std::chrono::milliseconds> duration;
    /// Frames with sound. `nullopt` as for `duration`.
    std::optional<std::int64_t> frame_count;
    std::int64_t media_begin = 0;  ///< first byte after the ID3v2 tags at the start, so their size too
    /// One past the last byte before the tags at the end; the end of what is known when only a head was given.
    std::int64_t media_end = 0;
};

/// Recognise an MP3 by content and measure it. A complete source is read through once, in pieces of 256 KiB
/// (200 MB in about a tenth of a second from memory): the frame count of a Xing, Info or VBRI header is used
/// when the frames bear it out, the frames themselves otherwise; where sync is lost it is found again.
/// Errors: invalid_argument (`File is empty`, `File must be an MP3 file`; field `file`), unavailable (reading
/// failed; or only a head was given, and it ends before the first frames do: see `end_of_leading_tags`).
/// Source: publishing-v1.md, 9.4.3.
Result<Mp3Facts> probe_mp3(ByteSource& source);

/// How long an MP3 plays of which only `head` was fetched: from its Xing, Info or VBRI header when plausible
/// for `total_bytes`; else from the size, when all frames in the head have one bitrate. `nullopt` when
/// neither tells, or when it is not an MP3.
std::optional<std::chrono::milliseconds> duration_from_head(std::string_view head,
                                                            std::optional<std::int64_t> total_bytes);

}  // namespace mooring::media
