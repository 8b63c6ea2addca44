#include "mooring/media/palette.hpp"

namespace mooring::media {

std::string hex_text(const Color& color) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text = "#";
    for (const std::uint8_t channel : {color.red, color.green, color.blue}) {
        text += digits[channel >> 4];
        text += digits[channel & 15];
    }
    return text;
}

}  // namespace mooring::media
