#include "mooring/storage/plays/duckdb/answer.hpp"

namespace mooring::storage::duckdb {

std::string followers_at(const MetricQuery& query, const std::string& micros) {
    return "SELECT show_id, listener FROM follow WHERE at_us < " + micros +
           subject_condition(" AND ", {.shows = query.subject.shows}) +
           " GROUP BY show_id, listener HAVING arg_max(follows, at_us * 2 + follows) = 1";
}

/// What is said again changes nothing, so that the state is the last thing said.
Result<std::vector<MetricCell>> answer_follows(Connection& connection, const MetricQuery& query) {
    const auto buckets = buckets_of(query);
    const bool is_growth = query.metric == analytics::Metric::follower_growth;
    // The changes of state, each on its day: +1, -1, or nothing.
    const std::string sql =
        "WITH said AS (SELECT day, follows, lag(follows, 1, 0::UTINYINT) OVER (PARTITION BY show_id, listener ORDER BY "
        "at_us, "
        "follows) AS before FROM follow WHERE day < " +
        std::to_string(day_number(query.days.end)) + subject_condition(" AND ", {.shows = query.subject.shows}) +
        ") SELECT day::BIGINT, sum(follows::BIGINT - before::BIGINT)::BIGINT FROM said WHERE follows <> before GROUP "
        "BY day "
        "ORDER BY day";
    std::vector<std::pair<Instant, std::int64_t>> changes;
    MOORING_CHECK(connection.query(
        sql, {}, [&](const Row& row) { changes.emplace_back(Instant{day_from(row.number(0))}, row.number(1)); }));
    std::vector<MetricCell> cells;
    std::int64_t state = 0;
    auto change = changes.begin();
    for (const auto& [begin, end] : buckets) {
        for (; change != changes.end() && change->first < begin; ++change) state += change->second;
        const std::int64_t before = state;
        for (; change != changes.end() && change->first < end; ++change) state += change->second;
        cells.push_back({.begin = begin, .count = is_growth ? state - before : state});
    }
    return cells;
}

}  // namespace mooring::storage::duckdb
