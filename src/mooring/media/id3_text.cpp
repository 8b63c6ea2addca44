#include "mooring/media/id3_text.hpp"

#include "mooring/base/utf8.hpp"
#include "mooring/media/big_endian.hpp"

namespace mooring::media {
namespace {

constexpr char32_t replacement = 0xfffd;

bool is_control(char32_t code_point) {
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) || (code_point & 0xfffe) == 0xfffe;
}

void append(std::string& text, char32_t code_point) {
    if (code_point == '\n' || code_point == '\r' || code_point == '\t') {
        text += ' ';
    } else if (!is_control(code_point)) {
        append_utf8(text, code_point);
    }
}

std::string from_latin1(std::string_view bytes) {
    std::string text;
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        append(text, byte_at(bytes, index));
    }
    return text;
}

std::string from_utf16(std::string_view bytes, bool is_little_endian) {
    const auto unit_at = [&](std::size_t index) -> char32_t {
        const char32_t first = byte_at(bytes, index);
        const char32_t second = byte_at(bytes, index + 1);
        return is_little_endian ? second << 8 | first : first << 8 | second;
    };
    std::string text;
    for (std::size_t index = 0; index + 2 <= bytes.size(); index += 2) {
        char32_t unit = unit_at(index);
        if (unit >= 0xd800 && unit < 0xdc00 && index + 4 <= bytes.size()) {
            const char32_t low = unit_at(index + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                index += 2;
            }
        }
        append(text, unit >= 0xd800 && unit < 0xe000 ? replacement : unit);
    }
    return text;
}

/// Bytes of the UTF-8 sequence that a lead byte promises; 0 for what cannot lead.
std::size_t promised_length(std::uint8_t lead) {
    return lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

std::string from_utf8(std::string_view bytes) {
    std::string text;
    for (std::size_t index = 0; index < bytes.size();) {
        const std::size_t length = promised_length(byte_at(bytes, index));
        const auto sequence = bytes.substr(index, length);
        if (length == 0 || sequence.size() < length || !is_valid_utf8(sequence)) {
            append(text, replacement);
            ++index;
            continue;
        }
        char32_t code_point = length == 1 ? byte_at(sequence, 0) : byte_at(sequence, 0) & (0x7fU >> length);
        for (std::size_t next = 1; next < length; ++next) {
            code_point = code_point << 6 | (byte_at(sequence, next) & 0x3fU);
        }
        append(text, code_point);
        index += length;
    }
    return text;
}

}  // namespace

Id3Text decode_id3_text(Id3Encoding encoding, std::string_view bytes) {
    const bool is_wide = encoding == Id3Encoding::utf16_with_mark || encoding == Id3Encoding::utf16_big_endian;
    const std::size_t unit = is_wide ? 2 : 1;
    std::size_t end = 0;
    while (end + unit <= bytes.size() && !(bytes[end] == '\0' && bytes[end + unit - 1] == '\0')) {
        end += unit;
    }
    auto string = bytes.substr(0, end);
    const std::string_view rest = end + unit <= bytes.size() ? bytes.substr(end + unit) : std::string_view();
    std::string text;
    switch (encoding) {
        case Id3Encoding::latin1: text = from_latin1(string); break;
        case Id3Encoding::utf16_with_mark: {
            const bool is_little_endian = string.starts_with("\xff\xfe");
            if (is_little_endian || string.starts_with("\xfe\xff")) {
                string.remove_prefix(2);
            }
            text = from_utf16(string, is_little_endian);
            break;
        }
        case Id3Encoding::utf16_big_endian: text = from_utf16(string, false); break;
        case Id3Encoding::utf8: text = from_utf8(string.starts_with("\xef\xbb\xbf") ? string.substr(3) : string); break;
    }
    return {std::string(trim(text)), rest};
}

}  // namespace mooring::media
