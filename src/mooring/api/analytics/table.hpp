#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/analytics/call.hpp"
#include "mooring/api/analytics/time_range.hpp"
#include "mooring/api/json/json_writer.hpp"

namespace mooring::api::analytics {

// The shape that the table answers share (analytics-rest.md, section 4).

/// The shortest text without exponent that reads back the same.
std::string fraction_text(double value);
/// `count / total`; `0` and `1` where it is just that.
std::string share_text(std::int64_t count, std::int64_t total);

/// A label as the name of a member: escaped, without quotes.
std::string member_name(std::string_view label);

/// `{"stationId":…,"kind":…` or `{"episodeId":…,"kind":…`; the object stays open.
void begin_table(JsonWriter& json, const Call& call);

/// `"timeRange":[…]`, rounded or as asked; empty for no range.
void write_time_range(JsonWriter& json, const std::optional<TimeRange>& range);
void write_asked_range(JsonWriter& json, const std::optional<TimeRange>& range);

struct Column {
    std::string_view name;
    std::string_view type;  ///< a label for people; `time`: an integer that is a time
};
void write_columns(JsonWriter& json, std::initializer_list<Column> columns);

inline constexpr Column time_column{"Time (UTC)", "time"};
inline constexpr Column plays_column{"Plays", "integer"};
inline constexpr Column percent_column{"Percent of Plays", "number"};

/// A whole answer with one number.
std::string single_number(const Call& call, std::string_view column, std::int64_t number);

/// `limit`: from 1; more than `most` is `most`. Errors: `invalid_field`.
Checked<std::int64_t> read_limit(const Call& call, std::int64_t fallback, std::int64_t most);

}  // namespace mooring::api::analytics
