#include "mooring/app/webcatalog/search_terms.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "mooring/base/utf8.hpp"

namespace mooring::app::webcatalog {
namespace {

using storage::SearchTerm;

constexpr std::size_t most_terms = 16;
constexpr std::array<std::string_view, 8> music_filters{"album", "artist", "track", "year",
                                                        "upc",   "isrc",   "genre", "tag"};

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Letters and digits, and whatever is not ASCII: the index knows which of that are words.
bool has_word(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    });
}

/// The length of `name:` at the beginning of `text`, when it is a filter of music search.
std::size_t filter_name_length(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return 0;
    const std::string name = to_lower_ascii(text.substr(0, colon));
    return std::ranges::find(music_filters, name) == music_filters.end() ? 0 : colon + 1;
}

/// Takes the next piece off the front: what stands in quotation marks, or up to a space or the next mark. An opening
/// mark without its pair counts as a space.
SearchTerm take_piece(std::string_view& text) {
    if (text.front() == '"') {
        text.remove_prefix(1);
        const auto end = text.find('"');
        if (end != std::string_view::npos) {
            SearchTerm phrase{std::string{text.substr(0, end)}, true};
            text.remove_prefix(end + 1);
            return phrase;
        }
    }
    const auto end = static_cast<std::size_t>(
        std::ranges::find_if(text, [](char c) { return is_space(c) || c == '"'; }) - text.begin());
    SearchTerm word{std::string{text.substr(0, end)}};
    text.remove_prefix(end);
    return word;
}

}  // namespace

std::vector<SearchTerm> parse_search_terms(std::string_view query) {
    std::vector<SearchTerm> terms;
    while (!query.empty() && terms.size() < most_terms) {
        if (is_space(query.front())) {
            query.remove_prefix(1);
            continue;
        }
        if (const std::size_t name = filter_name_length(query.substr(0, query.find_first_of(" \t\n\v\f\r\"")))) {
            query.remove_prefix(name);
            if (!query.empty() && !is_space(query.front())) take_piece(query);
            continue;
        }
        // `album:"a b"`: the name ends where the quotation begins, and so the piece before it is the bare name.
        if (const std::size_t name = filter_name_length(query); name != 0 && query.substr(name).starts_with('"')) {
            query.remove_prefix(name);
            take_piece(query);
            continue;
        }
        SearchTerm term = take_piece(query);
        if (has_word(term.text)) terms.push_back(std::move(term));
    }
    return terms;
}

}  // namespace mooring::app::webcatalog
