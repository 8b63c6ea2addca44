#pragma once

#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::server {

/// Make a real MP3 at `path`: `text` spoken over a quiet chord through espeak-ng and FFmpeg, or the chord alone
/// where espeak-ng is missing. `tone` (0, 1, 2 …) chooses voice and chord, so that clips differ.
/// Errors: unsupported (no FFmpeg), internal, timeout.
Result<void> make_demo_clip(const std::string& path, std::string_view text, unsigned tone);

}  // namespace mooring::server
