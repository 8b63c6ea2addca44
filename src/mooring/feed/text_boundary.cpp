#include "mooring/feed/text_boundary.hpp"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

namespace mooring::feed {
namespace {

/// No grapheme that a person writes is longer; looking at no more keeps the cost apart from the text's length.
constexpr std::size_t window_bytes = 1024;

struct CloseIterator {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

std::size_t grapheme_boundary(std::string_view text, std::size_t position) {
    if (position >= text.size()) {
        return text.size();
    }
    while (position > 0 && is_continuation(text[position])) {
        --position;
    }
    std::size_t begin = position > window_bytes ? position - window_bytes : 0;
    while (begin < position && is_continuation(text[begin])) {
        ++begin;
    }
    const std::string_view window = text.substr(begin, position - begin + window_bytes);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, CloseText> source(
        utext_openUTF8(nullptr, window.data(), static_cast<std::int64_t>(window.size()), &status));
    const std::unique_ptr<UBreakIterator, CloseIterator> iterator(ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status));
    if (U_FAILURE(status)) {
        return position;
    }
    ubrk_setUText(iterator.get(), source.get(), &status);
    const auto wanted = static_cast<std::int32_t>(position - begin);
    if (U_FAILURE(status) || ubrk_isBoundary(iterator.get(), wanted) != 0) {
        return position;
    }
    const std::int32_t boundary = ubrk_preceding(iterator.get(), wanted);
    return boundary <= 0 && begin > 0 ? position : begin + static_cast<std::size_t>(std::max(boundary, 0));
}

}  // namespace mooring::feed
