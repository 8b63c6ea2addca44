#include <algorithm>
#include <map>

#include "mooring/api/graphql/metrics/comment_counts.hpp"
#include "mooring/api/graphql/metrics/makers.hpp"
#include "mooring/base/time_text.hpp"

// Metrics whose total and whose points are made alike: one value from the numbers of one bucket.

namespace mooring::api::graphql::metrics {
namespace {

using analytics::MetricCell;

/// What one bucket of one subject holds: a cell of each metric that the shape asks for.
using Numbers = std::vector<const MetricCell*>;

struct PointValue {
    Cell cell;
    std::optional<double> number;
};

std::optional<double> quotient(double dividend, double divisor) {
    return divisor == 0 ? std::nullopt : std::optional{dividend / divisor};
}

std::vector<Metric> metrics_of(const MetricPlan& plan) {
    switch (plan.shape) {
        case Shape::audience: return {Metric::listeners, Metric::foreground_listeners};
        case Shape::segments: return {Metric::listeners, Metric::new_listeners};
        case Shape::consumption: return {Metric::consumption_ms, Metric::foreground_ms};
        case Shape::hours_per_person: return {Metric::consumption_ms, Metric::listeners};
        default: return {plan.metric};
    }
}

PointValue number_value(FieldCall& call, std::string_view type, std::optional<double> ratio) {
    return {record_of(call, type, {{"value", number_or_null(ratio)}}), ratio};
}

PointValue count_value(FieldCall& call, bool is_total, std::int64_t count) {
    return {record_of(call, is_total ? "SingleValueLong" : "CountValueLong", {{"value", Cell::integer(count)}}),
            static_cast<double>(count)};
}

PointValue audience_value(FieldCall& call, std::int64_t people, std::int64_t in_front) {
    return {record_of(call, "AudienceValue",
                      {{"totalAudienceSize", Cell::integer(people)},
                       {"foregroundAudienceSize", Cell::integer(in_front)},
                       {"foregroundAudiencePercent",
                        number_or_null(quotient(static_cast<double>(in_front), static_cast<double>(people)))}}),
            static_cast<double>(people)};
}

PointValue segments_value(FieldCall& call, std::int64_t people, std::int64_t fresh) {
    return {record_of(call, "SegmentedAudienceValue",
                      {{"totalAudience", Cell::integer(people)},
                       {"newAudience", Cell::integer(fresh)},
                       {"returningAudience", Cell::integer(people - fresh)}}),
            static_cast<double>(people)};
}

PointValue consumption_value(FieldCall& call, std::int64_t milliseconds, std::int64_t in_front) {
    const double hours = static_cast<double>(milliseconds) / ms_per_hour;
    return {record_of(call, "ConsumptionValue",
                      {{"totalConsumptionHours", Cell::number(hours)},
                       {"foregroundConsumptionHours", Cell::number(static_cast<double>(in_front) / ms_per_hour)},
                       {"foregroundConsumptionPercent",
                        number_or_null(quotient(static_cast<double>(in_front), static_cast<double>(milliseconds)))},
                       {"totalMsPlayed", Cell::integer(milliseconds)},
                       {"foregroundMsPlayed", Cell::integer(in_front)}}),
            hours};
}

PointValue value_of(FieldCall& call, const AnalyticsRequest& request, const Numbers& numbers) {
    const MetricCell& first = *numbers.front();
    switch (request.plan->shape) {
        case Shape::audience: return audience_value(call, first.count, numbers[1]->count);
        case Shape::segments: return segments_value(call, first.count, numbers[1]->count);
        case Shape::consumption: return consumption_value(call, first.count, numbers[1]->count);
        case Shape::hours_per_person:
            return number_value(
                call, "RatioValueFloat",
                quotient(static_cast<double>(first.count) / ms_per_hour, static_cast<double>(numbers[1]->count)));
        case Shape::mean_consumption: {
            const auto seconds = first.ratio ? std::optional{*first.ratio / 1000} : std::nullopt;
            return {record_of(call, "AverageConsumptionTimeValue",
                              {{"averageConsumptionSeconds", number_or_null(seconds)}}),
                    seconds};
        }
        case Shape::percentage: return number_value(call, "PercentageValueFloat", first.ratio);
        case Shape::ratio:
        case Shape::mean_per_day: return number_value(call, "RatioValueFloat", first.ratio);
        default: return count_value(call, request.is_total(), first.count);
    }
}

/// Whether points may be running totals: of counts, not of states, times and ratios.
bool is_count(const MetricPlan& plan) {
    const auto kind = analytics::row_of(plan.metric).kind;
    const bool adds_up = kind == analytics::MetricKind::sum || kind == analytics::MetricKind::distinct;
    return plan.shape == Shape::audience || (plan.shape == Shape::count && adds_up);
}

Result<std::vector<MetricTable>> ask(const Subjects& subjects, const AnalyticsRequest& request, Metric metric) {
    MetricQuery query = subjects.question(metric, request.bucket);
    query.is_running = subjects.is_running && !request.is_total() && is_count(*request.plan);
    return subjects.ask(query);
}

/// A table of each metric, each with one table of each subject.
Result<std::vector<std::vector<MetricTable>>> ask_all(const Subjects& subjects, const AnalyticsRequest& request) {
    std::vector<std::vector<MetricTable>> tables;
    if (request.plan->shape == Shape::comments) {
        MOORING_TRY(auto counted, count_comments(subjects, request.bucket));
        tables.push_back(std::move(counted));
        return tables;
    }
    for (const Metric metric : metrics_of(*request.plan)) {
        MOORING_TRY(auto table, ask(subjects, request, metric));
        tables.push_back(std::move(table));
    }
    return tables;
}

/// Where the buckets of the whole window end, by where they begin: those of the days that count may be cut shorter.
std::map<Instant, Instant> bucket_ends(const Subjects& subjects, Bucket bucket) {
    MetricQuery query = subjects.question(Metric::sd, bucket);
    query.days = subjects.days.asked;
    const auto buckets = buckets_of(query);
    return {buckets.begin(), buckets.end()};
}

Cell point(FieldCall& call, const std::map<Instant, Instant>& ends, const MetricCell& cell, Cell value) {
    const auto end = ends.find(cell.begin);
    const Instant last = (end == ends.end() ? cell.end : end->second) - std::chrono::days{1};
    return record(call, {{"date", call.copy_text(iso8601_date(cell.begin))},
                         {"endDate", call.copy_text(iso8601_date(last))},
                         {"value", value}});
}

Numbers numbers_at(const std::vector<std::vector<MetricTable>>& tables, std::size_t subject, std::size_t bucket) {
    static const MetricCell nothing;
    Numbers numbers;
    for (const auto& of_metric : tables) {
        const auto& cells = of_metric[subject].cells;
        numbers.push_back(bucket < cells.size() ? &cells[bucket] : &nothing);
    }
    return numbers;
}

/// Streams and downloads for each day: of the window, or of the seven days up to each of its days.
MadeValues make_mean_per_day(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request) {
    constexpr int mean_days = 7;
    Subjects reach = subjects;
    if (!request.is_total() && subjects.days.counted.days() > 0) {
        reach.days.counted.begin -= std::chrono::days{mean_days - 1};
    }
    MOORING_TRY(const auto tables, reach.ask(reach.question(request.plan->metric, request.bucket)));
    const auto ends = bucket_ends(subjects, Bucket::day);
    std::vector<Made> made;
    for (const MetricTable& table : tables) {
        if (request.is_total()) {
            const auto mean =
                quotient(static_cast<double>(count_of(table)), static_cast<double>(subjects.days.counted.days()));
            const PointValue value = number_value(call, "RatioValueFloat", mean);
            made.push_back({value.cell, value.number});
            continue;
        }
        std::vector<Cell> points;
        std::int64_t sum = 0;
        for (std::size_t index = 0; index < table.cells.size(); ++index) {
            sum += table.cells[index].count;
            if (index >= mean_days) sum -= table.cells[index - mean_days].count;
            if (index + 1 < mean_days) continue;
            const auto mean = static_cast<double>(sum) / mean_days;
            points.push_back(point(call, ends, table.cells[index], number_value(call, "RatioValueFloat", mean).cell));
        }
        made.push_back({record_of(call, "TimeSeriesValue", {{"points", call.list_of(points)}}), std::nullopt});
    }
    return made;
}

}  // namespace

MadeValues make_numbers(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request) {
    if (request.plan->shape == Shape::mean_per_day) return make_mean_per_day(call, subjects, request);
    MOORING_TRY(const auto tables, ask_all(subjects, request));
    const auto ends = request.is_total() ? std::map<Instant, Instant>{} : bucket_ends(subjects, request.bucket);
    std::vector<Made> made;
    for (std::size_t subject = 0; subject < subjects.size(); ++subject) {
        if (request.is_total()) {
            const PointValue value = value_of(call, request, numbers_at(tables, subject, 0));
            made.push_back({value.cell, value.number});
            continue;
        }
        std::vector<Cell> points;
        const auto& cells = tables.front()[subject].cells;
        for (std::size_t bucket = 0; bucket < cells.size(); ++bucket) {
            const PointValue value = value_of(call, request, numbers_at(tables, subject, bucket));
            points.push_back(point(call, ends, cells[bucket], value.cell));
        }
        made.push_back({record_of(call, "TimeSeriesValue", {{"points", call.list_of(points)}}), std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
