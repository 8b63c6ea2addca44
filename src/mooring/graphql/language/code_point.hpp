#pragma once

#include <cstddef>
#include <string_view>

namespace mooring::graphql {

/// One character read from UTF-8.
struct CodePoint {
    char32_t value = 0;
    std::size_t size = 1;   ///< bytes
    bool is_valid = false;  ///< a Unicode scalar value in its shortest form; else `value` is what the bytes look like
};

/// The character that begins at `offset`, which lies within `text`.
inline CodePoint decode_utf8(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t at) -> char32_t {
        return offset + at < text.size() ? static_cast<unsigned char>(text[offset + at]) : 0U;
    };
    const auto continues = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
    const char32_t first = byte(0);
    if (first < 0x80U) return {first, 1, true};
    if (first >= 0xC2U && first <= 0xDFU && continues(1)) {
        return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2, true};
    }
    if (first >= 0xE0U && first <= 0xEFU && continues(1) && continues(2)) {
        const char32_t value = ((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
        const bool is_surrogate = value >= 0xD800U && value <= 0xDFFFU;
        if (value >= 0x800U) return {value, 3, !is_surrogate};
    }
    if (first >= 0xF0U && first <= 0xF4U && continues(1) && continues(2) && continues(3)) {
        const char32_t value =
            ((first & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU);
        if (value >= 0x10000U && value <= 0x10FFFFU) return {value, 4, true};
    }
    return {first, 1, false};
}

}  // namespace mooring::graphql
