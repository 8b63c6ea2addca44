#include "mooring/api/webapi/search_query.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {
namespace {

constexpr std::array all_kinds{SearchKind::show,     SearchKind::episode, SearchKind::album,    SearchKind::artist,
                               SearchKind::playlist, SearchKind::track,   SearchKind::audiobook};
constexpr std::size_t echoed_characters = 32;

/// What may stand in a message of a word that a stranger sent.
std::string echo_of(std::string_view word) {
    return is_valid_utf8(word) ? std::string{cut_to_code_points(word, echoed_characters)} : std::string{};
}

Result<std::vector<SearchKind>> parse_kinds(std::string_view text) {
    if (trim_ascii(text).empty()) return invalid("type", "Missing parameter type");
    std::vector<SearchKind> kinds;
    for (bool more = true; more;) {
        const auto comma = text.find(',');
        more = comma != std::string_view::npos;
        const std::string_view word = trim_ascii(text.substr(0, comma));
        const auto kind = std::ranges::find(all_kinds, word, [](SearchKind k) { return to_string(k); });
        if (kind == all_kinds.end()) return invalid("type", "Bad search type field " + echo_of(word));
        if (std::ranges::find(kinds, *kind) == kinds.end()) kinds.push_back(*kind);
        text.remove_prefix(more ? comma + 1 : text.size());
    }
    return kinds;
}

}  // namespace

std::string_view to_string(SearchKind kind) {
    const std::string_view plural = plural_name(kind);
    return plural.substr(0, plural.size() - 1);
}

std::string_view plural_name(SearchKind kind) {
    switch (kind) {
        case SearchKind::show: return "shows";
        case SearchKind::episode: return "episodes";
        case SearchKind::album: return "albums";
        case SearchKind::artist: return "artists";
        case SearchKind::playlist: return "playlists";
        case SearchKind::track: return "tracks";
        case SearchKind::audiobook: return "audiobooks";
    }
    return "shows";
}

Result<SearchQuery> parse_search(const http::QueryParameters& parameters) {
    SearchQuery query;
    const auto own_name = parameters.find("q");
    const std::string_view text = own_name ? *own_name : parameters.find("query").value_or(std::string_view{});
    if (!is_valid_utf8(text) || trim(text).empty()) return invalid("q", "No search query");
    query.text = text;
    MOORING_TRY(query.kinds, parse_kinds(parameters.find("type").value_or(std::string_view{})));
    MOORING_TRY(query.page, parse_page(parameters.find("limit"), parameters.find("offset")));
    if (query.page.offset > search_reach) return invalid("offset", "Invalid offset");
    return query;
}

std::string search_url(const Links& links, const SearchQuery& query, SearchKind kind, const Market& market) {
    std::string url = links.search() + "?query=" + percent_encode(query.text) + "&type=";
    url += to_string(kind);
    if (market.is_asked) url += "&market=" + market.country;
    return url;
}

}  // namespace mooring::api::webapi
