#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace mooring::storage::sqlite {

// Lists of words without spaces, kept in one column.

/// `a b c`
template <class Words>
std::string join_words(Words&& words) {
    std::string text;
    for (const std::string_view word : words) {
        if (!text.empty()) text += ' ';
        text += word;
    }
    return text;
}

/// A container of the words of `text`, added at its end.
template <class Words>
Words split_words(std::string_view text) {
    Words words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.insert(words.end(), typename Words::value_type{text.substr(0, end)});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace mooring::storage::sqlite
