#include "mooring/storage/plays/duckdb/answer.hpp"

namespace mooring::storage::duckdb {

using analytics::Metric;

namespace {

const char* stage(Metric metric) {
    switch (metric) {
        case Metric::funnel_impressions: return "saw";
        case Metric::funnel_considerations: return "considered";
        default: return "streamed";
    }
}

}  // namespace

/// People, not events: each stage is a part of the one before (measurement.md, 8.6).
Result<std::vector<MetricCell>> answer_funnel(Connection& connection, const MetricQuery& query) {
    const Statement where = condition(query);
    const std::string follows = day_condition(query.days) + subject_condition(" AND ", {.shows = query.subject.shows});
    const std::string sql =
        "WITH saw AS (SELECT actor, min(at_us) AS at_us FROM impression WHERE is_open = 0 AND " + where.sql +
        " GROUP BY actor), later AS (SELECT actor, at_us FROM impression WHERE is_open = 1 AND " + where.sql +
        " UNION ALL SELECT listener, at_us FROM follow WHERE follows = 1 AND " + follows +
        " UNION ALL SELECT listener, (day::BIGINT * 86400 + second) * 1000000 FROM play WHERE flags & 1 = 1 AND " +
        where.sql +
        "), considered AS (SELECT DISTINCT saw.actor FROM saw JOIN later ON later.actor = saw.actor AND later.at_us > "
        "saw.at_us), "
        "streamed AS (SELECT DISTINCT actor FROM considered JOIN play ON listener = actor WHERE flags & 4 = 4 AND " +
        where.sql + ") SELECT " + bucket_expression(query) + ", count(*)::BIGINT FROM " + stage(query.metric);
    return counts(connection, query, {sql, {}});
}

}  // namespace mooring::storage::duckdb
