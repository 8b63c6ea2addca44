#pragma once

#include <optional>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/graphql/json/value.hpp"
#include "mooring/graphql/language/arena.hpp"

namespace mooring::api::graphql::serving {

/// What a client posts (creators-graphql.md, 1.1). Texts live in the request's body or in the arena.
struct RequestBody {
    std::string_view query;           ///< empty: no text
    std::string_view operation_name;  ///< empty: none
    mooring::graphql::Value variables;
    std::optional<std::string_view> hash;  ///< of `extensions.persistedQuery`
    std::int64_t hash_version = 1;
};

/// Errors: invalid_argument (not JSON, a list, no object, or a member of the wrong type).
Result<RequestBody> read_request_body(std::string_view json, mooring::graphql::Arena& arena);

}  // namespace mooring::api::graphql::serving
