#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::publishing {

/// `limit` of lists and searches: 20 when absent, 100 at most. Errors: invalid_argument.
Result<std::int64_t> read_limit(const http::QueryParameters& query);

/// `offset` of lists: 0 when absent. Errors: invalid_argument.
Result<std::int64_t> read_offset(const http::QueryParameters& query);

/// A decimal integer that may be absent. Errors: invalid_argument with `message`.
Result<std::optional<std::int64_t>> read_integer(const http::QueryParameters& query, std::string_view name,
                                                 std::string_view message);

}  // namespace mooring::api::publishing
