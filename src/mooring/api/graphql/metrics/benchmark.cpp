#include <algorithm>
#include <array>
#include <map>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/metrics/makers.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

// A show against the other shows of this server (creators-graphql.md, 5.8).

namespace mooring::api::graphql::metrics {
namespace {

using analytics::Dimension;
using analytics::MetricCell;

constexpr std::size_t fewest_shows = 5;
constexpr std::size_t latest_episodes = 10;

struct BenchmarkMetric {
    std::string_view name;
    Metric metric;
    double unit = 1;  ///< what the store's number is divided by
};
constexpr std::array benchmark_metrics{
    BenchmarkMetric{"BENCHMARK_ALL_PLATFORM_AUDIENCE", Metric::reach},
    BenchmarkMetric{"BENCHMARK_AVG_CONSUMPTION_TIME", Metric::mean_listen_ms, 1000},
    BenchmarkMetric{"BENCHMARK_CONSUMPTION_TIME", Metric::consumption_ms, ms_per_hour},
    BenchmarkMetric{"BENCHMARK_EPISODE_COMPLETION_PERCENT", Metric::completion_rate},
    BenchmarkMetric{"BENCHMARK_IMPRESSIONS", Metric::impressions},
    BenchmarkMetric{"BENCHMARK_OFF_PLATFORM_AUDIENCE", Metric::download_listeners},
    BenchmarkMetric{"BENCHMARK_OFF_PLATFORM_DOWNLOADS", Metric::downloads},
    BenchmarkMetric{"BENCHMARK_PLAYS", Metric::plays},
    BenchmarkMetric{"BENCHMARK_PLAYS_AND_DOWNLOADS", Metric::pd},
    BenchmarkMetric{"BENCHMARK_RETENTION", Metric::weekly_retention},
    BenchmarkMetric{"BENCHMARK_SPOTIFY_AUDIENCE", Metric::listeners},
};

/// The field of comparison: the other shows, and which of their episodes count (none: all).
struct Field {
    std::vector<ShowId> shows;
    std::vector<EpisodeId> episodes;
};

Result<Field> read_field(const Context& context, ShowId own, bool is_latest_only) {
    return context.read([&](CatalogSnapshot& catalog) -> Result<Field> {
        MOORING_TRY(const auto shows, catalog.shows().list(std::nullopt));
        Field field;
        for (const Show& show : shows) {
            if (show.id == own) continue;
            field.shows.push_back(show.id);
            if (!is_latest_only) continue;
            MOORING_TRY(const auto latest,
                        catalog.episodes().list_visible(
                            {.show = show.id, .now = context.now, .limit = std::int64_t{latest_episodes}}));
            for (const auto& one : latest) field.episodes.push_back(one.episode.id);
        }
        return field;
    });
}

double number_of(const MetricCell& cell, double unit) {
    return (cell.ratio ? *cell.ratio : static_cast<double>(cell.count)) / unit;
}

/// One show's number in each bucket; buckets without one are left out where the number is a ratio.
using Series = std::map<Instant, double>;

void put_in(Series& series, const MetricCell& cell, Metric metric, double unit) {
    const bool is_ratio = analytics::row_of(metric).kind == analytics::MetricKind::ratio;
    if (!is_ratio || cell.ratio) series[cell.begin] = number_of(cell, unit);
}

Result<std::map<ShowId, Series>> ask_field(const app::reporting::Reports& reports, const Field& field,
                                           MetricQuery query, double unit) {
    std::map<ShowId, Series> found;
    query.subject.shows = field.shows;
    query.subject.episodes = field.episodes;
    if (is_offered(query.metric, Dimension::show)) {
        query.breakdown = {Dimension::show};
        MOORING_TRY(const MetricTable table, reports.answer(query));
        for (const MetricCell& cell : table.cells) {
            if (const auto id = parse_decimal(cell.labels.front()))
                put_in(found[ShowId{*id}], cell, query.metric, unit);
        }
        return found;
    }
    for (const ShowId show : field.shows) {
        query.subject.shows = {show};
        MOORING_TRY(const MetricTable table, reports.answer(query));
        for (const MetricCell& cell : table.cells) put_in(found[show], cell, query.metric, unit);
    }
    return found;
}

/// The share of the time played that was in front.
Result<std::map<ShowId, Series>> ask_watch_time(const app::reporting::Reports& reports, const Field& field,
                                                MetricQuery query) {
    query.metric = Metric::consumption_ms;
    MOORING_TRY(const auto played, ask_field(reports, field, query, 1));
    query.metric = Metric::foreground_ms;
    MOORING_TRY(auto in_front, ask_field(reports, field, query, 1));
    std::map<ShowId, Series> shares;
    for (const auto& [show, series] : played) {
        for (const auto& [at, milliseconds] : series) {
            if (milliseconds > 0) shares[show][at] = in_front[show][at] / milliseconds;
        }
    }
    return shares;
}

Result<std::vector<int>> read_percentiles(const Value& input) {
    std::vector<int> percentiles;
    for (const Value& one : input.items()) {
        if (one.as_integer() < 1 || one.as_integer() > 99) return bad_input("percentiles lie between 1 and 99");
        percentiles.push_back(static_cast<int>(one.as_integer()));
    }
    return percentiles;
}

/// The numbers of all shows in a bucket. Where counts are compared, a show without any has 0.
std::vector<double> numbers_at(const std::map<ShowId, Series>& found, const Field& field, Instant at, bool fills_up) {
    std::vector<double> numbers;
    for (const ShowId show : field.shows) {
        const auto series = found.find(show);
        const auto number = series == found.end() ? Series::const_iterator{} : series->second.find(at);
        const bool is_there = series != found.end() && number != series->second.end();
        if (is_there) {
            numbers.push_back(number->second);
        } else if (fills_up) {
            numbers.push_back(0);
        }
    }
    return numbers;
}

Cell point_of(FieldCall& call, Cell label, const std::vector<double>& numbers, const std::vector<int>& percentiles) {
    std::vector<Cell> cells;
    for (const int percent : percentiles) {
        const auto value = analytics::percentile(numbers, percent);
        if (!value) continue;
        cells.push_back(record(call, {{"percentile", Cell::integer(percent)}, {"value", Cell::number(*value)}}));
    }
    return record(call, {{"label", label}, {"percentiles", call.list_of(cells)}});
}

}  // namespace

MadeValues make_benchmark(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request) {
    const Value& asked = request.benchmark;
    if (!asked.is_object()) return bad_input("benchmarkParams is needed");
    MOORING_TRY(const std::vector<int> percentiles, read_percentiles(asked["percentiles"]));
    const std::string_view name = asked["metricType"].text();
    const bool is_watch_time = name == "BENCHMARK_WATCH_TIME_PERCENT";
    const auto* const row = std::ranges::find(benchmark_metrics, name, &BenchmarkMetric::name);
    if (!is_watch_time && row == benchmark_metrics.end()) return not_available("there is no benchmark of this yet");
    subjects.context.note_numbers(subjects.days.counted);
    std::vector<Made> made;
    for (const Subject& subject : subjects.all) {
        MOORING_TRY(const Field field, read_field(subjects.context, subject.show->show.id,
                                                  asked["episodePool"].text() == "LAST_10_EPISODES"));
        std::vector<Cell> points;
        if (field.shows.size() >= fewest_shows && subjects.days.counted.days() > 0) {
            MetricQuery query = subjects.question(is_watch_time ? Metric::consumption_ms : row->metric, request.bucket);
            const auto& reports = subjects.context.services.reports;
            MOORING_TRY(const auto found, is_watch_time ? ask_watch_time(reports, field, query)
                                                        : ask_field(reports, field, query, row->unit));
            const bool fills_up = !is_watch_time && analytics::row_of(row->metric).kind != analytics::MetricKind::ratio;
            for (const auto& [begin, end] : buckets_of(query)) {
                const Cell label = request.is_total() ? Cell::text("total") : call.copy_text(iso8601_date(begin));
                points.push_back(point_of(call, label, numbers_at(found, field, begin, fills_up), percentiles));
            }
        }
        made.push_back({record_of(call, "BenchmarkTimeSeriesValue", {{"points", call.list_of(points)}}), std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
