#pragma once

#include <cstddef>
#include <string_view>

namespace mooring::feed {

/// The last grapheme boundary of well-formed UTF-8 at or before byte `position`.
std::size_t grapheme_boundary(std::string_view text, std::size_t position);

}  // namespace mooring::feed
