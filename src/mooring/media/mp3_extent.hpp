#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"

namespace mooring::media {

/// The whole size of the ID3v2 tag that `bytes` begins with, footer included; `nullopt` when there is none.
/// Only the ten header bytes are looked at; the size is a claim. Source: publishing-v1.md, 9.4.3, step 1.
std::optional<std::int64_t> id3v2_size(std::string_view bytes);

/// Where sound may begin: the end of an ID3v2 tag at the start, and of a second one after it. May lie beyond
/// the end of `source`, for a tag that claims so.
Result<std::int64_t> end_of_leading_tags(ByteSource& source);

/// True when `bytes` begin as a tag that may follow the last frame (ID3v1, APEv2, Lyrics3).
bool is_trailing_tag(std::string_view bytes);

/// One past the last byte before the tags at the end of a complete source: ID3v1 with its extension, APE,
/// Lyrics3 and an appended ID3v2.4, in any order. Never below `floor`; a tag whose own ends do not match
/// is taken for sound. Source: measurement.md, 6.2.
Result<std::int64_t> begin_of_trailing_tags(ByteSource& source, std::int64_t floor);

}  // namespace mooring::media
