#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/analytics/listening/retention.hpp"
#include "mooring/storage/plays/duckdb/answer.hpp"

namespace mooring::storage::duckdb {

namespace {

using analytics::Bucket;
using analytics::DayRange;
using analytics::IntervalSet;
using analytics::Metric;

/// Run a statement whose columns are bucket, ratio and labels.
Result<std::vector<MetricCell>> ratios(Connection& connection, const MetricQuery& query, const Statement& statement) {
    std::vector<MetricCell> found;
    MOORING_CHECK(connection.query(statement.sql, statement.values, [&](const Row& row) {
        found.push_back(cell_of(query, row, 2));
        if (!row.is_null(1)) found.back().ratio = row.fraction(1);
    }));
    return found;
}

Result<std::vector<MetricCell>> weekly_retention(Connection& connection, const MetricQuery& query) {
    MetricQuery weekly = query;
    weekly.bucket = Bucket::week;
    const auto weeks = buckets_of(weekly);
    if (weeks.empty()) return std::vector<MetricCell>{};
    const DayRange reach{std::chrono::floor<std::chrono::days>(weeks.front().first) - std::chrono::days{7},
                         std::chrono::floor<std::chrono::days>(weeks.back().second)};
    Statement where = condition(query, reach);
    MOORING_TRY(
        auto cells,
        ratios(
            connection, weekly,
            {"WITH w AS (SELECT DISTINCT (day - (day + 3) % 7)::BIGINT AS week, listener FROM play WHERE " + where.sql +
                 " AND flags & 2 = 2) SELECT n.week, count(b.listener)::DOUBLE / count(*) FROM w n LEFT JOIN w b ON "
                 "b.listener = n.listener AND b.week = n.week - 7 GROUP BY n.week",
             std::move(where.values)}));
    if (query.bucket == Bucket::week) return cells;
    for (const MetricCell& cell : cells) {
        if (cell.begin == weeks.back().first)
            return std::vector{MetricCell{.begin = query.days.begin, .ratio = cell.ratio}};
    }
    return std::vector<MetricCell>{};
}

/// `condition(query)`, and for metrics of core fans: of those alone (measurement.md, 8.5).
Statement listening_condition(const MetricQuery& query) {
    Statement where = condition(query);
    if (query.metric != Metric::core_completion_rate && query.metric != Metric::core_mean_listen_ms) return where;
    Statement recent = condition(query, {query.days.end - std::chrono::days{28}, query.days.end});
    where.sql += " AND listener IN (SELECT listener FROM play WHERE " + recent.sql +
                 " AND flags & 2 = 2 GROUP BY listener HAVING count(DISTINCT day) >= 4)";
    std::ranges::move(recent.values, std::back_inserter(where.values));
    return where;
}

Result<std::vector<MetricCell>> mean_listening(Connection& connection, const MetricQuery& query) {
    Statement where = listening_condition(query);
    return ratios(
        connection, query,
        {"SELECT bucket, listened / nullif(people, 0)::DOUBLE" +
             std::string{query.breakdown.empty() ? "" : ", label0"} +
             std::string{query.breakdown.size() < 2 ? "" : ", label1"} + " FROM (SELECT " + bucket_expression(query) +
             " AS bucket, sum(listened_ms)::DOUBLE AS listened, "
             "count(DISTINCT listener) FILTER (flags & 2 = 2) AS people" +
             label_columns(query) + " FROM play WHERE " + where.sql + " GROUP BY ALL) WHERE people > 0",
         std::move(where.values)});
}

Result<std::vector<MetricCell>> follow_rate(Connection& connection, const MetricQuery& query) {
    std::vector<MetricCell> cells;
    for (const auto& [begin, end] : buckets_of(query)) {
        const DayRange days{std::chrono::floor<std::chrono::days>(begin), std::chrono::floor<std::chrono::days>(end)};
        Statement where = condition(query, days);
        MOORING_TRY(
            auto of_bucket,
            ratios(connection, query,
                   {"WITH l AS (SELECT DISTINCT listener FROM play WHERE " + where.sql +
                        " AND flags & 2 = 2), f AS (SELECT DISTINCT listener FROM (" +
                        followers_at(query, std::to_string(unix_micros(end))) +
                        ")) SELECT 0::BIGINT, count(f.listener)::DOUBLE / nullif(count(*), 0) FROM l LEFT JOIN f "
                        "USING (listener)",
                    std::move(where.values)}));
        for (MetricCell& cell : of_bucket) {
            cell.begin = begin;
            cells.push_back(std::move(cell));
        }
    }
    return cells;
}

Result<std::vector<MetricCell>> impressions_to_plays(Connection& connection, MetricQuery query) {
    query.metric = Metric::impressions;
    MOORING_TRY(auto seen, answer_cells(connection, query));
    std::erase_if(seen, [](const MetricCell& cell) { return cell.count == 0; });
    query.metric = Metric::plays;
    MOORING_TRY(const auto played, answer_cells(connection, query));
    for (MetricCell& cell : seen) {
        const auto same = std::ranges::find(played, cell.begin, &MetricCell::begin);
        const std::int64_t plays = same == played.end() ? 0 : same->count;
        cell.ratio = static_cast<double>(plays) / static_cast<double>(cell.count);
        cell.count = 0;
    }
    return seen;
}

Result<std::vector<MetricCell>> first_days_mean(Connection& connection, const MetricQuery& query) {
    if (query.publications.empty()) return std::vector<MetricCell>{};
    std::string published;
    for (const auto& [episode, day] : query.publications) {
        published += (published.empty() ? "(" : ", (") + std::to_string(episode.value) + ", " +
                     std::to_string(day_number(day)) + ")";
    }
    Statement where = condition(query);
    return ratios(connection, query,
                  {"WITH published(episode, first_day) AS (VALUES " + published + ") SELECT " +
                       bucket_expression(query) + ", count(*)::DOUBLE / " + std::to_string(query.publications.size()) +
                       " FROM play JOIN published USING (episode) WHERE " + where.sql +
                       " AND (kind = 0 OR flags & 4 = 4) AND day >= first_day AND day < first_day + " +
                       std::to_string(analytics::first_days.count()),
                   std::move(where.values)});
}

/// Adds up, over pairs of listener and episode, the share of the episode that was heard.
class CompletionSum {
public:
    explicit CompletionSum(MetricCell cell) : cell_(std::move(cell)) {}

    void begin_revision(std::int64_t duration_ms) {
        end_revision();
        seconds_ = duration_ms / 1000;
    }
    void hear(const IntervalSet& heard, bool is_play) {
        heard_.add(heard);
        has_play_ = has_play_ || is_play;
    }
    void end_pair() {
        end_revision();
        if (has_play_) {
            sum_ += best_;
            ++pairs_;
        }
        has_play_ = false;
        best_ = 0;
    }
    std::optional<MetricCell> finish() {
        end_pair();
        if (pairs_ == 0) return std::nullopt;
        cell_.ratio = sum_ / static_cast<double>(pairs_);
        return std::move(cell_);
    }

private:
    void end_revision() {
        if (seconds_ > 0) {
            const auto heard = analytics::heard_seconds(heard_, seconds_).length();
            best_ = std::max(best_, static_cast<double>(heard) / static_cast<double>(seconds_));
        }
        heard_ = {};
        seconds_ = 0;
    }

    MetricCell cell_;
    IntervalSet heard_;
    std::int64_t seconds_ = 0;
    double best_ = 0;
    bool has_play_ = false;
    double sum_ = 0;
    std::int64_t pairs_ = 0;
};

Result<std::vector<MetricCell>> completion_rate(Connection& connection, const MetricQuery& query) {
    const Statement where = listening_condition(query);
    std::string labels;
    for (std::size_t index = 0; index < query.breakdown.size(); ++index) labels += ", label" + std::to_string(index);
    const std::string sql = "SELECT " + bucket_expression(query) +
                            " AS bucket, listener, episode, duration_ms, revision, heard, (flags & 2)::BIGINT" +
                            label_columns(query) + " FROM play WHERE kind = 2 AND " + where.sql + " ORDER BY bucket" +
                            labels + ", listener, episode, revision, duration_ms";
    std::vector<MetricCell> cells;
    std::optional<CompletionSum> sum;
    MetricCell current;
    std::pair<std::uint64_t, std::int64_t> pair;
    std::pair<std::string, std::int64_t> revision;
    const auto finish = [&] {
        if (!sum) return;
        if (auto cell = sum->finish()) cells.push_back(std::move(*cell));
    };
    MOORING_CHECK(connection.query(sql, where.values, [&](const Row& row) {
        MetricCell cell = cell_of(query, row, 7);
        const std::pair row_pair{row.unsigned_number(1), row.number(2)};
        const std::pair row_revision{std::string{row.text(4)}, row.number(3)};
        const bool is_new_cell = !sum || cell != current;
        if (is_new_cell) {
            finish();
            current = cell;
            sum.emplace(std::move(cell));
        } else if (row_pair != pair) {
            sum->end_pair();
        }
        if (is_new_cell || row_pair != pair || row_revision != revision) sum->begin_revision(row.number(3));
        pair = row_pair;
        revision = row_revision;
        sum->hear(analytics::decode_heard(row.text(5)).value_or(IntervalSet{}), row.number(6) != 0);
    }));
    finish();
    return cells;
}

}  // namespace

Result<std::vector<MetricCell>> answer_ratio(Connection& connection, const MetricQuery& query) {
    switch (query.metric) {
        case Metric::weekly_retention: return weekly_retention(connection, query);
        case Metric::mean_listen_ms:
        case Metric::core_mean_listen_ms: return mean_listening(connection, query);
        case Metric::follow_rate: return follow_rate(connection, query);
        case Metric::impressions_to_plays_rate: return impressions_to_plays(connection, query);
        case Metric::sd_first_30d: return first_days_mean(connection, query);
        default: return completion_rate(connection, query);
    }
}

}  // namespace mooring::storage::duckdb
