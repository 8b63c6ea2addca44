#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mooring::media {

/// The text encodings of ID3v2.4, 4. 2.2 and 2.3 know the first two.
enum class Id3Encoding : std::uint8_t { latin1 = 0, utf16_with_mark = 1, utf16_big_endian = 2, utf8 = 3 };

/// Text up to its terminator, and what follows it.
struct Id3Text {
    std::string text;       ///< UTF-8, without control characters, trimmed
    std::string_view rest;  ///< after the terminator; empty when there is none
};

/// Decode the first string in `bytes`. What does not decode becomes U+FFFD; an unknown encoding gives nothing.
Id3Text decode_id3_text(Id3Encoding encoding, std::string_view bytes);

}  // namespace mooring::media
