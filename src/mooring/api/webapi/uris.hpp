#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::api::webapi {

/// What a URI of the catalog names.
enum class UriKind { show, episode };

/// `spotify:show:<id>` or `spotify:episode:<id>`, taken apart (webapi-v1.md, 1.1).
struct CatalogUri {
    UriKind kind = UriKind::show;
    std::string id;
    bool operator==(const CatalogUri&) const = default;
};

/// Kinds that the public API has and this catalog does not, such as `spotify:track:…`, are malformed here.
/// Errors: invalid_argument, with the message of the error object.
Result<CatalogUri> parse_uri(std::string_view text);

/// The URIs of a `uris` parameter, in the order asked, repeats included; at most 40 (section 7.7). `text` is decoded.
/// Errors: invalid_argument, with the message of the error object.
Result<std::vector<CatalogUri>> parse_uris(std::string_view text);

}  // namespace mooring::api::webapi
