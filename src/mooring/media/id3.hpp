#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"

namespace mooring::media {

/// A picture inside a tag, by where it lies.
struct TagPicture {
    std::string mime_type;  ///< `image/...`, by its content; what the tag claims does not count
    int type = 0;           ///< 3 is the front cover (ID3v2.4, 4.14)
    std::int64_t offset = 0;
    std::int64_t size_bytes = 0;  ///< at most 16 MiB, and within the source
    bool is_unsynchronised = false;
    bool operator==(const TagPicture&) const = default;
};

/// What the tags of an MP3 say. Every text is well-formed UTF-8 without control characters, trimmed, at most
/// 16 KiB; empty when the tags do not say.
struct Id3Tags {
    std::string title;
    std::string artist;
    std::string album;
    std::string year;   ///< four digits
    std::string track;  ///< such as `3` or `3/12`
    std::string comment;
    std::optional<TagPicture> picture;  ///< the front cover, else the first one
    bool operator==(const Id3Tags&) const = default;
};

/// Read ID3v2.2, 2.3 and 2.4 at the start (of two tags the first to say something wins), then ID3v1 at the end
/// for what is still missing. Tags are claims of strangers: sizes are checked against the source, frames over
/// 16 MiB, compressed and encrypted ones are skipped, and at most 4,096 frames are looked at, so memory is
/// bounded by one text. A broken tag gives what was read before the damage; a file without tags gives none.
/// Errors: unavailable (the source could not be read).
Result<Id3Tags> read_id3(ByteSource& source);

/// The bytes of a picture found by `read_id3` in the same source, unsynchronisation undone.
Result<std::string> read_picture(ByteSource& source, const TagPicture& picture);

}  // namespace mooring::media
