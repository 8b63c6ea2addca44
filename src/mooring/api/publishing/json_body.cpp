#include "mooring/api/publishing/json_body.hpp"

#include <boost/json/parse.hpp>
#include <limits>

namespace mooring::api::publishing {
namespace {

constexpr std::size_t deepest = 32;

}  // namespace

Result<boost::json::object> parse_json_object(std::string_view body) {
    boost::json::parse_options options;
    options.max_depth = deepest;
    boost::system::error_code error;
    boost::json::value value = boost::json::parse({body.data(), body.size()}, error, {}, options);
    if (error) return invalid("", "Request body must be valid JSON");
    if (!value.is_object()) return invalid("", "Request body must be a JSON object");
    return std::move(value.get_object());
}

std::optional<std::int64_t> json_integer(const boost::json::value& value) {
    if (const std::int64_t* number = value.if_int64()) return *number;
    if (value.is_uint64()) return std::numeric_limits<std::int64_t>::max();
    return std::nullopt;
}

}  // namespace mooring::api::publishing
