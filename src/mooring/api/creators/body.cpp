#include "mooring/api/creators/body.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cmath>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::api::creators {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 16;
constexpr std::int64_t first_millisecond_count = 100'000'000'000;
constexpr std::int64_t end_of_9999 = 253'402'300'800;  // seconds

Refusal wrong(std::string_view name, std::string_view what) {
    return invalid_field("body", name, what);
}

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}

/// A whole number in either spelling.
std::optional<std::int64_t> whole_number(const json::value& value) {
    if (const auto* number = value.if_int64()) return *number;
    const double* fraction = value.if_double();
    const auto limit = static_cast<double>(domain::max_wire_id);
    if (fraction == nullptr || std::trunc(*fraction) != *fraction || std::abs(*fraction) > limit) return std::nullopt;
    return static_cast<std::int64_t>(*fraction);
}

bool are_digits(std::string_view text) {
    return !text.empty() && text.size() <= 16 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Instant> instant_of(std::int64_t number) {
    const bool is_millis = number >= first_millisecond_count;
    if (number < 0 || (is_millis ? number / 1000 : number) >= end_of_9999) return std::nullopt;
    return is_millis ? Instant{std::chrono::milliseconds{number}} : from_unix_seconds(number);
}

std::optional<Instant> iso_instant(std::string_view text) {
    const auto parsed = parse_iso8601(text);
    if (!parsed || unix_seconds(*parsed) < 0 || unix_seconds(*parsed) >= end_of_9999) return std::nullopt;
    return std::chrono::floor<std::chrono::milliseconds>(*parsed);
}

}  // namespace

Checked<Body> Body::parse(std::string_view text) {
    json::parse_options options;
    options.max_depth = deepest;
    boost::system::error_code error;
    json::value value = json::parse({text.data(), text.size()}, error, {}, options);
    if (error) return Refusal{400, "invalid_json", "the body is not JSON"};
    if (!value.is_object()) return Refusal{400, "invalid_json", "the body is not a JSON object"};
    return Body{std::move(value.get_object())};
}

const json::value* Body::find(std::string_view name) const {
    const json::value* value = members_.if_contains({name.data(), name.size()});
    return value == nullptr || value->is_null() ? nullptr : value;
}

bool Body::is_null(std::string_view name) const {
    const json::value* value = members_.if_contains({name.data(), name.size()});
    return value != nullptr && value->is_null();
}

Checked<std::optional<std::string>> Body::text(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<std::string>{};
    if (!value->is_string()) return wrong(name, "must be a string");
    return std::optional{std::string{view(value->get_string())}};
}

Checked<std::optional<bool>> Body::flag(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<bool>{};
    if (!value->is_bool()) return wrong(name, "must be a boolean");
    return std::optional{value->get_bool()};
}

Checked<std::optional<std::int64_t>> Body::integer(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<std::int64_t>{};
    const auto number = whole_number(*value);
    if (!number) return wrong(name, "must be an integer");
    return number;
}

Checked<std::optional<std::int64_t>> Body::id(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<std::int64_t>{};
    if (value->is_string() && are_digits(view(value->get_string()))) return parse_decimal(view(value->get_string()));
    return integer(name);
}

Checked<std::optional<Instant>> Body::time(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<Instant>{};
    std::optional<Instant> instant;
    if (const auto number = whole_number(*value)) {
        instant = instant_of(*number);
    } else if (value->is_string()) {
        const std::string_view text = view(value->get_string());
        const auto digits = are_digits(text) ? parse_decimal(text) : std::nullopt;
        instant = digits ? instant_of(*digits) : iso_instant(text);
    }
    if (!instant) return wrong(name, "must be a time: Unix seconds or ISO 8601");
    return instant;
}

Checked<std::optional<Instant>> Body::iso_time(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<Instant>{};
    const auto instant = value->is_string() ? iso_instant(view(value->get_string())) : std::nullopt;
    if (!instant) return wrong(name, "must be an ISO 8601 time");
    return instant;
}

}  // namespace mooring::api::creators
