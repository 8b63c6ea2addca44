#include "mooring/api/publishing/fields.hpp"

#include <algorithm>
#include <limits>

#include "mooring/api/publishing/json_body.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::publishing {
namespace {

constexpr std::size_t longest_url = 2000;
constexpr std::int64_t latest_datetime = 4'102'444'800;  // the end of 2099

Error wrong(std::string_view name, std::string_view what) {
    return invalid(std::string{name}, std::string{name} + " " + std::string{what});
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    const std::string_view digits = text.substr(is_negative ? 1 : 0);
    if (digits.empty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) {
        return std::nullopt;
    }
    using Limits = std::numeric_limits<std::int64_t>;
    return parse_decimal(text).value_or(is_negative ? Limits::min() : Limits::max());
}

Result<Fields> Fields::from_json(std::string_view body) {
    MOORING_TRY(const boost::json::object object, parse_json_object(body));
    Fields fields;
    for (const auto& member : object) {
        const boost::json::value& value = member.value();
        const std::string name{member.key().data(), member.key().size()};
        if (value.is_null()) {
            fields.values_.erase(name);
        } else if (const auto* text = value.if_string()) {
            fields.values_[name] = std::string{text->data(), text->size()};
        } else if (const auto integer = json_integer(value)) {
            fields.values_[name] = *integer;
        } else if (const bool* flag = value.if_bool()) {
            fields.values_[name] = *flag;
        } else {
            fields.values_[name] = Other{};
        }
    }
    return fields;
}

Fields Fields::from_form(std::map<std::string, std::string> texts) {
    Fields fields;
    fields.is_form_ = true;
    for (auto& [name, text] : texts) fields.values_.emplace(name, std::move(text));
    return fields;
}

const Fields::Value* Fields::find(std::string_view name) const {
    const auto value = values_.find(name);
    return value == values_.end() ? nullptr : &value->second;
}

Result<std::optional<std::string>> Fields::text(std::string_view name, std::size_t longest, TextKind kind) const {
    const Value* value = find(name);
    if (value == nullptr) return std::optional<std::string>{};
    const auto* given = std::get_if<std::string>(value);
    if (given == nullptr) return wrong(name, "must be a string");
    if (!is_valid_utf8(*given)) return wrong(name, "must be valid UTF-8");
    const std::string_view trimmed = trim(*given);
    if (code_point_count(trimmed) > longest) {
        return wrong(name, "must be " + std::to_string(longest) + " characters or fewer");
    }
    const std::string_view allowed = kind == TextKind::prose ? std::string_view{"\t\n\r"} : std::string_view{};
    if (has_control_character(trimmed, allowed)) return wrong(name, "must not contain control characters");
    return std::optional{std::string{trimmed}};
}

Result<std::optional<std::string>> Fields::filled_text(std::string_view name, std::size_t longest,
                                                       TextKind kind) const {
    MOORING_TRY(std::optional<std::string> value, text(name, longest, kind));
    if (value && value->empty()) return wrong(name, "is required");
    return value;
}

Result<std::optional<std::string>> Fields::url(std::string_view name, const app::publishing::UrlRule& rule) const {
    const Value* value = find(name);
    if (value == nullptr) return std::optional<std::string>{};
    const auto* given = std::get_if<std::string>(value);
    if (given == nullptr) return wrong(name, "must be a string");
    if (given->empty()) return std::optional{std::string{}};
    if (is_valid_utf8(*given) && code_point_count(*given) > longest_url) {
        return wrong(name, "must be 2000 characters or fewer");
    }
    if (!is_valid_utf8(*given) || !rule(*given)) return wrong(name, "must be a valid HTTP/HTTPS URL");
    return std::optional{*given};
}

Result<std::optional<std::int64_t>> Fields::integer(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr) return std::optional<std::int64_t>{};
    if (const auto* number = std::get_if<std::int64_t>(value)) return std::optional{*number};
    if (const auto* digits = std::get_if<std::string>(value); digits != nullptr && is_form_) {
        if (const auto number = parse_integer(*digits)) return number;
    }
    return wrong(name, "must be an integer");
}

Result<std::optional<bool>> Fields::boolean(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr) return std::optional<bool>{};
    if (const bool* flag = std::get_if<bool>(value)) return std::optional{*flag};
    return wrong(name, "must be a boolean");
}

Result<std::optional<std::int64_t>> Fields::datetime(std::string_view name) const {
    MOORING_TRY(const std::optional<std::int64_t> seconds, integer(name));
    if (seconds && (*seconds < 0 || *seconds > latest_datetime)) {
        return wrong(name, "must be a Unix timestamp in seconds");
    }
    return seconds;
}

}  // namespace mooring::api::publishing
