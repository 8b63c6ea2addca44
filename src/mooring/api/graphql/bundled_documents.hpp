#pragma once

#include <string_view>

namespace mooring::api::graphql {

/// The schema of this family, `creators.graphql`, which is part of the program.
std::string_view schema_text();
/// The registered operations, `persisted-operations.json`, likewise.
std::string_view operations_text();
/// Those that newer clients were seen to call since, `newer-operations.json`, in the same form.
std::string_view newer_operations_text();

}  // namespace mooring::api::graphql
