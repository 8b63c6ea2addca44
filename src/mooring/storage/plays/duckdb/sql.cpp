#include "mooring/storage/plays/duckdb/sql.hpp"

namespace mooring::storage::duckdb {

namespace {

using analytics::Bucket;
using analytics::Dimension;

/// Day 0 was a Thursday: (day + 3) % 7 is 0 on Mondays.
constexpr const char* monday = "(day - (day + 3) % 7)";
constexpr const char* first_of_month =
    "datediff('day', DATE '1970-01-01', date_trunc('month', DATE '1970-01-01' + day)::DATE)";

std::string column_of(Dimension dimension) {
    switch (dimension) {
        case Dimension::show: return "CAST(show_id AS VARCHAR)";
        case Dimension::episode: return "CAST(episode AS VARCHAR)";
        case Dimension::app: return "app";
        case Dimension::device: return "device";
        case Dimension::system: return "system";
        case Dimension::country: return "country";
        case Dimension::region: return "region";
        case Dimension::city: return "city";
        case Dimension::referrer: return "referrer";
        case Dimension::source: return "source";
        case Dimension::age: return "age";
        case Dimension::gender: return "gender";
        case Dimension::medium: return "CASE WHEN flags & 8 = 8 THEN 'video' ELSE 'audio' END";
        case Dimension::hour_of_week: return "CAST((day + 3) % 7 * 24 + second // 3600 AS VARCHAR)";
        case Dimension::surface: return "surface";
    }
    return "''";
}

template <class Ids>
std::string list_of(const Ids& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "(" : ", ") + std::to_string(id.value);
    return text + ")";
}

/// Each episode within its own days.
std::string episode_days_condition(const std::vector<analytics::EpisodeDays>& all) {
    if (all.empty()) return {};
    std::string rows;
    for (const auto& [episode, days] : all) {
        rows += (rows.empty() ? "(" : ", (") + std::to_string(episode.value) + ", " +
                std::to_string(day_number(days.begin)) + ", " + std::to_string(day_number(days.end)) + ")";
    }
    return " AND EXISTS (SELECT 1 FROM (VALUES " + rows +
           ") own(of_episode, from_day, past_day) WHERE own.of_episode = episode AND day >= own.from_day AND day < "
           "own.past_day)";
}

}  // namespace

std::int64_t day_number(std::chrono::sys_days day) {
    return day.time_since_epoch().count();
}

std::chrono::sys_days day_from(std::int64_t number) {
    return std::chrono::sys_days{std::chrono::days{static_cast<std::int32_t>(number)}};
}

std::string day_condition(analytics::DayRange days) {
    return "day >= " + std::to_string(day_number(days.begin)) + " AND day < " + std::to_string(day_number(days.end));
}

std::string subject_condition(const std::string& lead, const analytics::Subject& subject) {
    std::string text;
    if (!subject.shows.empty()) text += lead + "show_id IN " + list_of(subject.shows);
    if (!subject.episodes.empty()) text += (text.empty() ? lead : " AND ") + "episode IN " + list_of(subject.episodes);
    return text;
}

Statement condition(const analytics::MetricQuery& query, analytics::DayRange days) {
    Statement statement{.sql = day_condition(days) + subject_condition(" AND ", query.subject)};
    for (const auto& filter : query.filters) {
        statement.sql += " AND " + column_of(filter.dimension) + " = ?";
        statement.values.emplace_back(filter.value);
    }
    statement.sql += episode_days_condition(query.episode_days);
    return statement;
}

Statement condition(const analytics::MetricQuery& query) {
    return condition(query, query.days);
}

std::string bucket_expression(const analytics::MetricQuery& query) {
    const std::string begin = std::to_string(day_number(query.days.begin));
    switch (query.bucket) {
        case Bucket::total: return begin + "::BIGINT";
        case Bucket::hour: return "(day::BIGINT * 24 + second // 3600)";
        case Bucket::day: return "day::BIGINT";
        case Bucket::week: return "greatest(" + begin + ", " + monday + ")::BIGINT";
        case Bucket::month: return "greatest(" + begin + ", " + first_of_month + ")::BIGINT";
    }
    return "day::BIGINT";
}

Instant bucket_instant(const analytics::MetricQuery& query, std::int64_t number) {
    if (query.bucket == Bucket::hour) return Instant{std::chrono::hours{number}};
    return day_from(number);
}

std::string label_columns(const analytics::MetricQuery& query) {
    std::string text;
    for (std::size_t index = 0; index < query.breakdown.size(); ++index) {
        text += ", " + column_of(query.breakdown[index]) + " AS label" + std::to_string(index);
    }
    return text;
}

}  // namespace mooring::storage::duckdb
