#include "mooring/api/analytics/table.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace mooring::api::analytics {

std::string fraction_text(double value) {
    std::array<char, 400> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
    return {digits.data(), end};
}

std::string share_text(std::int64_t count, std::int64_t total) {
    return fraction_text(total == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(total));
}

std::string member_name(std::string_view label) {
    JsonWriter json;
    json.text(label);
    const std::string quoted = json.take();
    return quoted.substr(1, quoted.size() - 2);
}

void begin_table(JsonWriter& json, const Call& call) {
    json.begin_object();
    if (call.episode) {
        json.member("episodeId", call.episode->episode.id.value);
    } else {
        json.member("stationId", call.show->id.value);
    }
    json.member("kind", call.kind);
}

void write_time_range(JsonWriter& json, const std::optional<TimeRange>& range) {
    json.name("timeRange").begin_array();
    if (range) json.number(unix_seconds(range->begin)).number(unix_seconds(range->end));
    json.end_array();
}

void write_asked_range(JsonWriter& json, const std::optional<TimeRange>& range) {
    json.name("timeRange").begin_array();
    if (range) json.number(range->asked_begin).number(range->asked_end);
    json.end_array();
}

void write_columns(JsonWriter& json, std::initializer_list<Column> columns) {
    json.name("columnHeaders").begin_array();
    for (const Column& column : columns) {
        const bool is_time = column.type == "time";
        json.begin_object().member("name", column.name).member("type", is_time ? "integer" : column.type);
        if (is_time) json.flag("isDateTime", true);
        json.end_object();
    }
    json.end_array();
}

std::string single_number(const Call& call, std::string_view column, std::int64_t number) {
    JsonWriter json;
    begin_table(json, call);
    json.name("data").begin_object().name("rows").begin_array().number(number).end_array();
    write_columns(json, {{column, "integer"}});
    json.end_object().end_object();
    return json.take();
}

Checked<std::int64_t> read_limit(const Call& call, std::int64_t fallback, std::int64_t most) {
    MOORING_TRY(const std::optional<std::int64_t> limit, anchor::whole_number(call.query, "limit"));
    if (limit && *limit < 1) return invalid_field("query", "limit", "must be 1 or more");
    return std::min(limit.value_or(fallback), most);
}

}  // namespace mooring::api::analytics
