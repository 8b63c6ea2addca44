#pragma once

#include <string_view>
#include <vector>

#include "mooring/storage/catalog/listing_store.hpp"

namespace mooring::app::webcatalog {

/// What a query asks for (webapi-v1.md, 7.8): words, `"…"` as phrases; filters of music search such as `artist:abba`
/// or `year:1990-2000` are left out, and so is what no text could hold. At most 16 terms; the rest is ignored.
std::vector<storage::SearchTerm> parse_search_terms(std::string_view query);

}  // namespace mooring::app::webcatalog
