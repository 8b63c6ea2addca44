#include "mooring/base/utf8.hpp"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

#include "mooring/base/assert.hpp"

namespace mooring {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";  // U+2026
constexpr std::string_view ascii_white_space = " \t\r\n\v\f";

unsigned char byte_at(std::string_view text, std::size_t index) {
    return static_cast<unsigned char>(text[index]);
}

bool is_continuation(unsigned char byte) {
    return (byte & 0xc0) == 0x80;
}

/// Bytes of the well-formed sequence at `index` (Unicode 15, table 3-7), 0 when there is none.
std::size_t sequence_length(std::string_view text, std::size_t index) {
    const unsigned char lead = byte_at(text, index);
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xc2 || lead > 0xf4) {
        return 0;
    }
    const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (text.size() - index < length) {
        return 0;
    }
    const unsigned char second = byte_at(text, index + 1);
    const unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;     // no overlong forms
    const unsigned char greatest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;  // no surrogates, nothing above
    if (second < least || second > greatest) {
        return 0;
    }
    for (std::size_t next = 2; next < length; ++next) {
        if (!is_continuation(byte_at(text, index + next))) {
            return 0;
        }
    }
    return length;
}

/// The code point of a well-formed sequence.
char32_t decode(std::string_view sequence) {
    const char32_t lead = byte_at(sequence, 0);
    if (sequence.size() == 1) {
        return lead;
    }
    char32_t code_point = lead & (0x7fU >> sequence.size());
    for (std::size_t index = 1; index < sequence.size(); ++index) {
        code_point = code_point << 6 | (byte_at(sequence, index) & 0x3fU);
    }
    return code_point;
}

/// True when `sequence` is one well-formed code point, and white space.
bool is_white_space(std::string_view sequence) {
    return !sequence.empty() && sequence_length(sequence, 0) == sequence.size() &&
           u_isUWhiteSpace(static_cast<UChar32>(decode(sequence)));
}

/// Where code point number `count` begins; the size of `text` when it has no more than that.
std::size_t offset_of_code_point(std::string_view text, std::size_t count) {
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (!is_continuation(byte_at(text, index))) {
            if (count == 0) {
                return index;
            }
            --count;
        }
    }
    return text.size();
}

struct CloseBreakIterator {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};

struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};

std::unique_ptr<UBreakIterator, CloseBreakIterator> open_grapheme_iterator() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UBreakIterator, CloseBreakIterator> iterator{ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status)};
    MOORING_ASSERT(U_SUCCESS(status), "ICU must have its break rules");
    return iterator;
}

/// The last grapheme boundary of `text` at or before byte `offset`.
std::size_t grapheme_boundary(std::string_view text, std::size_t offset) {
    thread_local const auto iterator = open_grapheme_iterator();  // opening one costs far more than using it
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, CloseText> opened{
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status)};
    ubrk_setUText(iterator.get(), opened.get(), &status);
    MOORING_ASSERT(U_SUCCESS(status), "ICU must read UTF-8");
    const auto position = static_cast<std::int32_t>(offset);
    const std::int32_t boundary =
        ubrk_isBoundary(iterator.get(), position) ? position : ubrk_preceding(iterator.get(), position);
    return boundary == UBRK_DONE ? 0 : static_cast<std::size_t>(boundary);
}

char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    std::size_t index = 0;
    while (index < text.size()) {
        if (text.size() - index >= sizeof(std::uint64_t)) {  // most text is ASCII: eight bytes at a time
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data() + index, sizeof eight);
            if ((eight & 0x8080808080808080ULL) == 0) {
                index += sizeof eight;
                continue;
            }
        }
        const std::size_t length = sequence_length(text, index);
        if (length == 0) {
            return false;
        }
        index += length;
    }
    return true;
}

std::size_t code_point_count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return !is_continuation(static_cast<unsigned char>(c)); }));
}

std::string_view trim(std::string_view text) {
    while (!text.empty()) {
        const std::string_view first = text.substr(0, sequence_length(text, 0));
        if (!is_white_space(first)) {
            break;
        }
        text.remove_prefix(first.size());
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4 && is_continuation(byte_at(text, start))) {
            --start;
        }
        if (!is_white_space(text.substr(start))) {
            break;
        }
        text.remove_suffix(text.size() - start);
    }
    return text;
}

bool has_control_character(std::string_view text, std::string_view allowed) {
    for (std::size_t index = 0; index < text.size(); ++index) {
        const unsigned char byte = byte_at(text, index);
        std::size_t length = 0;
        if (byte < 0x20 || byte == 0x7f) {
            length = 1;
        } else if (byte == 0xc2 && index + 1 < text.size() && byte_at(text, index + 1) < 0xa0) {
            length = 2;
        }
        if (length > 0 && allowed.find(text.substr(index, length)) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::string without_xml_forbidden(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char c = text[index];
        const unsigned char byte = byte_at(text, index);
        if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') {
            continue;
        }
        if (byte == 0xef && (text.substr(index, 3) == "\xEF\xBF\xBE" || text.substr(index, 3) == "\xEF\xBF\xBF")) {
            index += 2;
            continue;
        }
        kept.push_back(c);
    }
    return kept;
}

std::string cut_to_code_points(std::string_view text, std::size_t limit) {
    const std::size_t end = offset_of_code_point(text, limit);
    if (end == text.size()) {
        return std::string{text};
    }
    if (limit == 0) {
        return {};
    }
    const std::size_t cut = offset_of_code_point(text.substr(0, end), limit - 1);
    // The code point after the cut decides whether it is a boundary; nothing further does.
    std::string result{text.substr(0, grapheme_boundary(text.substr(0, end), cut))};
    result += ellipsis;
    return result;
}

std::string fold_case(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    std::size_t index = 0;
    while (index < text.size()) {
        const std::size_t length = sequence_length(text, index);
        if (length <= 1) {  // ASCII, or a stray byte, which stays as it is
            folded.push_back(lower_ascii(text[index]));
            ++index;
            continue;
        }
        const auto code_point = static_cast<UChar32>(decode(text.substr(index, length)));
        append_utf8(folded, static_cast<char32_t>(u_foldCase(code_point, U_FOLD_CASE_DEFAULT)));
        index += length;
    }
    return folded;
}

void append_utf8(std::string& text, char32_t code_point) {
    const bool is_scalar_value = code_point <= 0x10ffff && (code_point < 0xd800 || code_point > 0xdfff);
    const char32_t value = is_scalar_value ? code_point : U'\uFFFD';
    const auto continuation = [&](unsigned shift) { return static_cast<char>(0x80 | (value >> shift & 0x3f)); };
    if (value < 0x80) {
        text.push_back(static_cast<char>(value));
    } else if (value < 0x800) {
        text.push_back(static_cast<char>(0xc0 | value >> 6));
        text.push_back(continuation(0));
    } else if (value < 0x10000) {
        text.push_back(static_cast<char>(0xe0 | value >> 12));
        text.push_back(continuation(6));
        text.push_back(continuation(0));
    } else {
        text.push_back(static_cast<char>(0xf0 | value >> 18));
        text.push_back(continuation(12));
        text.push_back(continuation(6));
        text.push_back(continuation(0));
    }
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
}

std::string to_lower_ascii(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), lower_ascii);
    return lower;
}

std::string_view trim_ascii(std::string_view text) {
    const std::size_t first = text.find_first_not_of(ascii_white_space);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(ascii_white_space) - first + 1);
}

std::optional<std::int64_t> parse_decimal(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return number;
}

}  // namespace mooring
