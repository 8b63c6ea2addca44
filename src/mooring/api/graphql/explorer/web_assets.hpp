#pragma once

#include <optional>
#include <string_view>

namespace mooring::api::graphql::explorer {

/// A file that is part of the program, such as `graphiql/graphiql.js` or `flags/fr.svg`. Nothing: there is none of this
/// name.
std::optional<std::string_view> find_web_asset(std::string_view name);

}  // namespace mooring::api::graphql::explorer
