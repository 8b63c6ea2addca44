#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/media/artwork.hpp"
#include "mooring/media/palette.hpp"

/// The work of the program `mooring-pictures`, in its own process: the same functions as in `media/artwork.hpp` and
/// `media/palette.hpp`, which start that program. Not to be called in the server. One thread at a time.
namespace mooring::media::pictures {

/// Start libvips: one thread, no cache, no plug-ins, no untrusted loaders. The functions below call it too, and then it
/// does nothing. About 2 ms. Errors: unavailable.
Result<void> start_imaging();

Result<ArtworkFacts> inspect_artwork(std::string_view bytes);
Result<std::vector<Derivative>> make_derivatives(std::string_view bytes);
Result<std::string> make_default_artwork(std::string_view title, std::string_view seed);
Result<Palette> palette_of(std::string_view bytes);

}  // namespace mooring::media::pictures
