#pragma once

#include <string_view>

#include "mooring/app/creators/names.hpp"
#include "mooring/media/palette.hpp"

namespace mooring::app::creators {

/// The colours of a stored picture. Errors: not_found (no such picture), unavailable.
Result<media::Palette> palette_of_picture(Catalog& catalog, BlobStore& blobs, std::string_view hash);

}  // namespace mooring::app::creators
