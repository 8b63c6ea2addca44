#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/api/webapi/links.hpp"
#include "mooring/api/webapi/markets.hpp"
#include "mooring/api/webapi/paging.hpp"
#include "mooring/base/result.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::webapi {

/// What the public API can search for. Of the kinds but shows and episodes there are never any here.
enum class SearchKind { show, episode, album, artist, playlist, track, audiobook };

std::string_view to_string(SearchKind kind);    ///< `show`: in `type`
std::string_view plural_name(SearchKind kind);  ///< `shows`: the answer's member

/// How many matches of a kind can be reached, since `offset` ends there (webapi-v1.md, 7.8). Whoever answers neither
/// counts nor lists more, or the last links would lead to refusals.
inline constexpr std::int64_t search_reach = 1'000;

/// A search as it was asked for.
struct SearchQuery {
    std::string text;               ///< UTF-8, not blank
    std::vector<SearchKind> kinds;  ///< in the order asked, each once, at least one
    Page page;                      ///< of each kind
};

/// Of the parameters `q` (or `query`), `type`, `limit` and `offset`.
/// Errors: invalid_argument, with the message of the error object.
Result<SearchQuery> parse_search(const http::QueryParameters& parameters);

/// The list of one kind, for `write_page` and no market: the market stands in it, if it was asked for.
std::string search_url(const Links& links, const SearchQuery& query, SearchKind kind, const Market& market);

}  // namespace mooring::api::webapi
