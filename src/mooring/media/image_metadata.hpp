#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/media/artwork.hpp"

namespace mooring::media {

/// `bytes` without EXIF, XMP, comments, thumbnails, private blocks and whatever follows the picture's end; its
/// pixels and colour profile untouched. `nullopt` when that cannot be done without decoding: a broken layout, an
/// animated picture, or another format than JPEG, PNG and WebP.
std::optional<std::string> without_metadata(std::string_view bytes, ImageFormat format);

/// How many scans a JPEG has; each costs a decoder a pass over the whole picture.
int jpeg_scans(std::string_view bytes);

}  // namespace mooring::media
