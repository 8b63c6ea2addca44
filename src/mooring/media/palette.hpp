#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::media {

/// A colour of sRGB.
struct Color {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Color&) const = default;
};

/// `#2F5D73`
std::string hex_text(const Color& color);

/// The colour a picture leaves in mind, and the same darker and lighter, for what is written on it.
struct Palette {
    Color raw, light, dark;
};

/// Of a picture's most common colours the one that is most one. Done by the program
/// `mooring-pictures`, as `inspect_artwork`, with its errors.
Result<Palette> palette_of(std::string_view bytes);

/// What stands in for a picture that is not known: `#535353`.
inline constexpr Color fallback_color{0x53, 0x53, 0x53};

}  // namespace mooring::media
