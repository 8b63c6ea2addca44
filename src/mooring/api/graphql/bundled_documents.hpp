#pragma once

#include <string_view>

namespace mooring::api::graphql {

/// The schema of this family, `creators.graphql`, which is part of the program.
std::string_view schema_text();
/// The registered operations, `persisted-operations.json`, likewise.
std::string_view operations_text();

}  // namespace mooring::api::graphql
