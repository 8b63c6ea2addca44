#pragma once

#include <cstdint>
#include <string_view>

namespace mooring::media {

/// The byte at `index`, unsigned. `index` lies within `bytes`.
inline std::uint8_t byte_at(std::string_view bytes, std::size_t index) {
    return static_cast<std::uint8_t>(bytes[index]);
}

/// `count` bytes (at most 4) at `index`, most significant first. All lie within `bytes`.
inline std::uint32_t big_endian(std::string_view bytes, std::size_t index, std::size_t count = 4) {
    std::uint32_t value = 0;
    for (std::size_t next = 0; next < count; ++next) {
        value = value << 8 | byte_at(bytes, index + next);
    }
    return value;
}

}  // namespace mooring::media
