#pragma once

#include <optional>
#include <string>

#include "mooring/media/pictures/imaging.hpp"

namespace mooring::media::pictures::imaging {

/// Where ink goes, 0 to 255, to write `markup` (Pango's) in bold letters, wrapped and centred, as large as fits into
/// `width` by `height` pixels. Nothing when no font draws it. One at a time.
std::optional<Picture> write_letters(const std::string& markup, int width, int height);

}  // namespace mooring::media::pictures::imaging
