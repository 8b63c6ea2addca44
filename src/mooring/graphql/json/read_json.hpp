#pragma once

#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/graphql/json/value.hpp"
#include "mooring/graphql/language/arena.hpp"

namespace mooring::graphql {

/// Read one JSON text (RFC 8259). Texts without escapes are views of `json`, the rest lives in `arena`: both have to
/// outlive the value. Of members with the same name the last one counts, as in JavaScript. Whole numbers of 64 bits
/// are kept exactly; larger ones and fractions become doubles. A lone surrogate escape becomes its three bytes, which
/// are not UTF-8: whoever takes text from outside checks it.
/// Errors: corrupt (not JSON, bytes that are not UTF-8, or more than 500 levels).
Result<Value> read_json(std::string_view json, Arena& arena);

}  // namespace mooring::graphql
