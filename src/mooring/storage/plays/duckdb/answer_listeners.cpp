#include "mooring/storage/plays/duckdb/answer.hpp"

namespace mooring::storage::duckdb {

namespace {

using analytics::Bucket;
using analytics::DayRange;
using analytics::Metric;

/// New and returning: was the first play ever in this bucket?
Result<std::vector<MetricCell>> by_first_play(Connection& connection, const MetricQuery& query) {
    Statement where = condition(query);
    const std::string comparison =
        query.metric == Metric::new_listeners ? " WHERE f.day >= b.bucket" : " WHERE f.day < b.bucket";
    return counts(
        connection, query,
        {"WITH " + first_play_table(query) + ", b AS (SELECT DISTINCT " + bucket_expression(query) +
             " AS bucket, listener FROM play WHERE " + where.sql +
             " AND flags & 2 = 2) SELECT b.bucket, count(*)::BIGINT FROM b JOIN first_play f USING (listener)" +
             comparison + " GROUP BY b.bucket",
         std::move(where.values)});
}

/// What distinguishes the segments, given `f.day`, `range_begin` and the number of days with a play `active`.
const char* is_in_segment(Metric metric) {
    switch (metric) {
        case Metric::core_fans: return "active >= 4";
        case Metric::fresh_listeners: return "active < 4 AND f.day >= range_begin";
        default: return "active < 4 AND f.day < range_begin";
    }
}

/// Buckets as rows: number, first day of the audience, first day of the 28 before the end, the end.
std::string bucket_rows(const MetricQuery& query) {
    std::string rows;
    for (const auto& [begin, end] : buckets_of(query)) {
        const std::int64_t first = day_number(std::chrono::floor<std::chrono::days>(begin));
        const std::int64_t past = day_number(std::chrono::floor<std::chrono::days>(end));
        const std::int64_t range_begin = query.bucket == Bucket::day ? past - 28 : first;
        rows += (rows.empty() ? "(" : ", (") + std::to_string(first) + ", " + std::to_string(range_begin) + ", " +
                std::to_string(past - 28) + ", " + std::to_string(past) + ")";
    }
    return rows;
}

/// Core, developing and fresh listeners (measurement.md, 8.5).
Result<std::vector<MetricCell>> segments(Connection& connection, const MetricQuery& query) {
    const DayRange reach{query.days.begin - std::chrono::days{28}, query.days.end};
    Statement where = condition(query, reach);
    const std::string sql =
        "WITH " + first_play_table(query) + ", active_day AS (SELECT DISTINCT day, listener FROM play WHERE " +
        where.sql + " AND flags & 2 = 2), bucket(bucket, range_begin, recent_begin, past) AS (VALUES " +
        bucket_rows(query) +
        "), audience AS (SELECT b.bucket, b.range_begin, a.listener, count(*) FILTER (a.day >= b.recent_begin) AS "
        "active "
        "FROM bucket b JOIN active_day a ON a.day >= least(b.range_begin, b.recent_begin) AND a.day < b.past GROUP BY "
        "ALL "
        "HAVING bool_or(a.day >= b.range_begin)) SELECT audience.bucket::BIGINT, count(*)::BIGINT FROM audience JOIN "
        "first_play f USING (listener) WHERE " +
        is_in_segment(query.metric) + " GROUP BY audience.bucket";
    return counts(connection, query, {sql, std::move(where.values)});
}

}  // namespace

std::string first_play_table(const MetricQuery& query) {
    return "first_play AS (SELECT listener, min(day)::BIGINT AS day FROM play WHERE flags & 2 = 2" +
           subject_condition(" AND ", {.shows = query.subject.shows}) + " GROUP BY listener)";
}

Result<std::vector<MetricCell>> answer_listeners(Connection& connection, const MetricQuery& query) {
    const bool is_by_first_play = query.metric == Metric::new_listeners || query.metric == Metric::returning_listeners;
    return is_by_first_play ? by_first_play(connection, query) : segments(connection, query);
}

}  // namespace mooring::storage::duckdb
