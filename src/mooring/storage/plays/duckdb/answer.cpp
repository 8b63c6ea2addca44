#include "mooring/storage/plays/duckdb/answer.hpp"

#include <map>

#include "mooring/storage/plays/duckdb/duckdb_plays.hpp"
#include "mooring/storage/plays/duckdb/sql.hpp"

namespace mooring::storage::duckdb {

namespace {

using analytics::Metric;
using analytics::MetricKind;

/// What one play adds to a sum. `kind` is 0 for a download, 1 for one of our own player, 2 for a session; `flags` are
/// 1 start, 2 play, 4 stream.
const char* worth(Metric metric) {
    switch (metric) {
        case Metric::downloads: return "(kind = 0)::BIGINT";
        case Metric::iab_downloads: return "(kind < 2)::BIGINT";
        case Metric::starts: return "(flags & 1 = 1)::BIGINT";
        case Metric::plays: return "(flags & 2 = 2)::BIGINT";
        case Metric::streams: return "(flags & 4 = 4)::BIGINT";
        case Metric::sd: return "(kind = 0 OR flags & 4 = 4)::BIGINT";
        case Metric::pd: return "(kind = 0 OR flags & 2 = 2)::BIGINT";
        case Metric::consumption_ms: return "listened_ms";
        case Metric::foreground_ms: return "foreground_ms";
        default: return "0";
    }
}

/// What makes somebody a listener.
const char* listening(Metric metric) {
    switch (metric) {
        case Metric::start_listeners: return "flags & 1 = 1";
        case Metric::stream_listeners: return "flags & 4 = 4";
        case Metric::download_listeners: return "kind = 0";
        case Metric::reach: return "(kind = 0 OR flags & 4 = 4)";
        default: return "flags & 2 = 2";
    }
}

Result<std::vector<MetricCell>> sums(Connection& connection, const MetricQuery& query) {
    const bool is_of_impressions = query.metric == Metric::impressions;
    Statement where = condition(query);
    const std::string from = is_of_impressions ? " FROM impression WHERE is_open = 0 AND " : " FROM play WHERE ";
    const std::string value =
        is_of_impressions ? "count(*)::BIGINT" : "sum(" + std::string{worth(query.metric)} + ")::BIGINT";
    std::string bucket = bucket_expression(query);
    if (is_of_impressions && query.bucket == analytics::Bucket::hour) bucket = "(at_us // 3600000000)";
    return counts(
        connection, query,
        {"SELECT " + bucket + " AS bucket, " + value + label_columns(query) + from + where.sql + " GROUP BY ALL",
         std::move(where.values)});
}

Result<std::vector<MetricCell>> listeners(Connection& connection, const MetricQuery& query) {
    Statement where = condition(query);
    const std::string is_listener = listening(query.metric);
    const std::string bucket = bucket_expression(query) + " AS bucket";
    std::string sql;
    if (query.is_running && query.metric == Metric::foreground_listeners) {
        // Each listener stands in the first bucket by which they had listened, and had the player in front.
        const std::string at = bucket_expression(query);
        sql = "SELECT bucket, count(*)::BIGINT FROM (SELECT greatest(min(" + at + ") FILTER (WHERE " + is_listener +
              "), min(" + at + ") FILTER (WHERE foreground_ms > 0)) AS bucket FROM play WHERE " + where.sql +
              " GROUP BY listener HAVING bool_or(" + is_listener + ") AND bool_or(foreground_ms > 0)) GROUP BY bucket";
    } else if (query.is_running) {
        // Each listener stands in their first bucket; adding up is done for all engines alike.
        sql = "SELECT bucket, count(*)::BIGINT FROM (SELECT min(" + bucket_expression(query) +
              ") AS bucket FROM play WHERE " + where.sql + " AND " + is_listener +
              " GROUP BY listener) GROUP BY bucket";
    } else if (query.metric == Metric::foreground_listeners) {
        std::string labels;
        for (std::size_t index = 0; index < query.breakdown.size(); ++index)
            labels += ", label" + std::to_string(index);
        sql = "SELECT bucket, count(*)::BIGINT" + labels + " FROM (SELECT " + bucket + ", listener" +
              label_columns(query) + " FROM play WHERE " + where.sql + " GROUP BY ALL HAVING bool_or(" + is_listener +
              ") AND bool_or(foreground_ms > 0)) GROUP BY ALL";
    } else {
        sql = "SELECT " + bucket + ", count(DISTINCT listener)::BIGINT" + label_columns(query) + " FROM play WHERE " +
              where.sql + " AND " + is_listener + " GROUP BY ALL";
    }
    return counts(connection, query, {std::move(sql), std::move(where.values)});
}

Result<std::vector<MetricCell>> cells(Connection& connection, const MetricQuery& query) {
    switch (analytics::row_of(query.metric).kind) {
        case MetricKind::sum: return sums(connection, query);
        case MetricKind::distinct: return listeners(connection, query);
        case MetricKind::listeners: return answer_listeners(connection, query);
        case MetricKind::funnel: return answer_funnel(connection, query);
        case MetricKind::follows: return answer_follows(connection, query);
        case MetricKind::ratio: return answer_ratio(connection, query);
    }
    return std::vector<MetricCell>{};
}

}  // namespace

MetricCell cell_of(const MetricQuery& query, const Row& row, std::size_t first_label) {
    MetricCell cell{.begin = bucket_instant(query, row.number(0))};
    for (std::size_t index = 0; index < query.breakdown.size(); ++index) {
        cell.labels.emplace_back(row.text(first_label + index));
    }
    return cell;
}

Result<std::vector<MetricCell>> counts(Connection& connection, const MetricQuery& query, const Statement& statement) {
    std::vector<MetricCell> found;
    MOORING_CHECK(connection.query(statement.sql, statement.values, [&](const Row& row) {
        found.push_back(cell_of(query, row, 2));
        found.back().count = row.number(1);
    }));
    return found;
}

Result<std::vector<MetricCell>> answer_cells(Connection& connection, const MetricQuery& query) {
    return cells(connection, query);
}

Result<analytics::MetricTable> DuckdbPlays::answer(const MetricQuery& query) {
    MOORING_CHECK(check(query));
    if (query.days.days() == 0) return analytics::MetricTable{};
    MOORING_TRY(Connection connection, reader());
    MOORING_TRY(auto found, cells(connection, query));
    return shaped(query, std::move(found));
}

}  // namespace mooring::storage::duckdb
