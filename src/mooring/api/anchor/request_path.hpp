#pragma once

#include <string>
#include <string_view>

namespace mooring::api::anchor {

/// A path without the prefixes of creators-rest.md, section 1: `/v3/…` for all of `/v3/…`, `/pod/api/proxy/v3/…` and
/// `/api/proxy/v3/…`; `/api/…` for `/pod/api/…`. Slashes in a row count as one, one at the end as none.
std::string canonical_path(std::string_view path);

}  // namespace mooring::api::anchor
