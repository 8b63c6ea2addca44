#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::api::publishing {

/// The object that a request body holds; of a member that stands twice the last.
/// Errors: invalid_argument `Request body must be valid JSON` (also invalid UTF-8, and nesting deeper than 32),
/// `Request body must be a JSON object`.
Result<boost::json::object> parse_json_object(std::string_view body);

/// A JSON integer: `15`, not `15.0`, `1.5e1`, `"15"` or `true`. One too large for 64 bits is the largest.
std::optional<std::int64_t> json_integer(const boost::json::value& value);

}  // namespace mooring::api::publishing
