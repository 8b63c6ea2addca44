#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"

namespace mooring::media::processing {

/// The file formats that are taken, told by content. Source: creators-rest.md, 10.
enum class Container : std::uint8_t {
    mp3,
    mp4,   ///< m4a too
    mov,   ///< QuickTime, the old kind without `ftyp` too
    wav,   ///< RF64 too
    aiff,  ///< aifc too
    flac,
    ogg  ///< Vorbis, Opus or FLAC in it
};

/// The usual name: `mp3`, `mp4`, `mov`, `wav`, `aiff`, `flac`, `ogg`.
std::string_view to_string(Container container);

/// FFmpeg's reader of this format. It is always named, so that FFmpeg never guesses: a playlist, a script that joins
/// files or a subtitle cannot be opened, whatever it is called.
std::string_view demuxer_of(Container container);

/// Which format a file is, by its first bytes, past ID3v2 tags. An MP3 is only taken for one when it has frames.
/// Nothing when it is none of them. Errors: unavailable (the file cannot be read).
Result<std::optional<Container>> sniff_container(ByteSource& source);

}  // namespace mooring::media::processing
