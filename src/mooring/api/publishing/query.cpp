#include "mooring/api/publishing/query.hpp"

#include <algorithm>
#include <string>

#include "mooring/api/publishing/fields.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::api::publishing {
namespace {

constexpr std::int64_t default_limit = 20;
constexpr std::int64_t greatest_limit = 100;
constexpr std::string_view limit_message = "limit must be an integer of 1 or more";
constexpr std::string_view offset_message = "offset must be an integer of 0 or more";

}  // namespace

Result<std::optional<std::int64_t>> read_integer(const http::QueryParameters& query, std::string_view name,
                                                 std::string_view message) {
    const std::optional<std::string_view> given = query.find(name);
    if (!given) return std::optional<std::int64_t>{};
    const std::optional<std::int64_t> number = parse_integer(*given);
    if (!number) return invalid(std::string{name}, std::string{message});
    return number;
}

Result<std::int64_t> read_limit(const http::QueryParameters& query) {
    MOORING_TRY(const std::optional<std::int64_t> limit, read_integer(query, "limit", limit_message));
    if (limit && *limit < 1) return invalid("limit", std::string{limit_message});
    return std::min(limit.value_or(default_limit), greatest_limit);
}

Result<std::int64_t> read_offset(const http::QueryParameters& query) {
    MOORING_TRY(const std::optional<std::int64_t> offset, read_integer(query, "offset", offset_message));
    if (offset && *offset < 0) return invalid("offset", std::string{offset_message});
    return std::min(offset.value_or(0), domain::max_wire_id);
}

}  // namespace mooring::api::publishing
