#include <algorithm>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/metrics/analytics_fields.hpp"
#include "mooring/api/graphql/metrics/makers.hpp"
#include "mooring/api/graphql/metrics/window_begins.hpp"
#include "mooring/base/time_text.hpp"

// Who stays (creators-graphql.md, 5.8). Dates are dates here, not windows; only complete days count.

namespace mooring::api::graphql::metrics {
namespace {

using std::chrono::days;

struct Segments {
    std::int64_t core = 0, developing = 0, fresh = 0;
    std::int64_t total() const { return core + developing + fresh; }
};

Result<DayRange> read_dates(const Value& input, bool reads_start) {
    const auto first = app::reporting::parse_day(input["startDate"].text());
    const auto last = app::reporting::parse_day(input["endDate"].text());
    if (reads_start && !first) return bad_input("startDate is no date");
    if (!last) return bad_input("endDate is no date");
    const DayRange range{reads_start ? *first : *last, *last + days{1}};
    if (range.days() < 1) return bad_input("endDate lies before startDate");
    if (range.days() > 3700) return bad_input("the dates are more than 3700 days apart");
    return range;
}

/// The days of it that are complete.
WindowDays complete(const DayRange& range, Instant now) {
    return app::reporting::days_of({.kind = Window::Kind::custom, .custom = range}, {}, now);
}

Subjects of_show(const Context& context, const ShowNode& show, const WindowDays& range) {
    return {context, {Subject{&show, nullptr}}, range, false, {}};
}

/// The segments of each bucket, with when it begins.
Result<std::vector<std::pair<Instant, Segments>>> ask_segments(const Subjects& subject, Bucket bucket) {
    std::vector<std::pair<Instant, Segments>> found;
    if (subject.days.counted.days() == 0) return found;
    MOORING_TRY(const auto core, subject.ask(subject.question(Metric::core_fans, bucket)));
    MOORING_TRY(const auto developing, subject.ask(subject.question(Metric::developing_listeners, bucket)));
    MOORING_TRY(const auto fresh, subject.ask(subject.question(Metric::fresh_listeners, bucket)));
    for (std::size_t index = 0; index < core.front().cells.size(); ++index) {
        found.push_back({core.front().cells[index].begin,
                         {core.front().cells[index].count, developing.front().cells[index].count,
                          fresh.front().cells[index].count}});
    }
    return found;
}

Cell share(std::int64_t part, std::int64_t total) {
    return Cell::number(total == 0 ? 0 : static_cast<double>(part) / static_cast<double>(total));
}

Cell point(FieldCall& call, Instant day, const Segments& segments) {
    const std::int64_t total = segments.total();
    return record(call, {{"date", call.copy_text(iso8601_date(day))},
                         {"coreFans", Cell::integer(segments.core)},
                         {"coreFansPercent", share(segments.core, total)},
                         {"developingAudience", Cell::integer(segments.developing)},
                         {"developingAudiencePercent", share(segments.developing, total)},
                         {"newAudience", Cell::integer(segments.fresh)},
                         {"newAudiencePercent", share(segments.fresh, total)},
                         {"totalAudience", Cell::integer(total)},
                         {"totalAudiencePercent", share(total, total)}});
}

/// Run `answer` for each show; what goes wrong with one is its own error.
template <class Answer>
void for_each_show(FieldCall& call, Parents<ShowNode> shows, Answer answer) {
    for (std::size_t index = 0; index < shows.size(); ++index) {
        auto cell = answer(shows[index]);
        if (cell) {
            call.set(index, *cell);
        } else {
            call.fail(index, shown(std::move(cell).error()));
        }
    }
}

void time_series(FieldCall& call, Parents<ShowNode> shows) {
    const auto range = read_dates(call.argument("getCoreFanTimeSeriesRequest"), true);
    if (!range) return call.fail_all(range.error());
    const Context& context = context_of(call);
    for_each_show(call, shows, [&](const ShowNode& show) -> Result<Cell> {
        MOORING_TRY(const auto found, ask_segments(of_show(context, show, complete(*range, context.now)), Bucket::day));
        std::vector<Cell> points;
        for (const auto& [day, segments] : found) points.push_back(point(call, day, segments));
        return record(call, {{"timeSeries", call.list_of(points)}});
    });
}

Result<Segments> ask_total(const Subjects& subject) {
    MOORING_TRY(const auto found, ask_segments(subject, Bucket::total));
    return found.empty() ? Segments{} : found.front().second;
}

Cell day_cell(FieldCall& call, std::chrono::sys_days day) {
    return call.copy_text(iso8601_date(day));
}

Result<Cell> summary_of(FieldCall& call, const ShowNode& show, DayRange range, bool is_all_time) {
    const Context& context = context_of(call);
    if (is_all_time) {
        MOORING_TRY(const auto begins, window_begins(context, {Subject{&show, nullptr}}, Window{}, Begins::own));
        range.begin = std::min(begins.front(), range.end - days{1});
    }
    const WindowDays window = complete(range, context.now);
    MOORING_TRY(const Segments now, ask_total(of_show(context, show, window)));
    std::int64_t gained = now.core;
    Cell lookback_start, lookback_end;
    if (!is_all_time) {
        const WindowDays before = app::reporting::days_before(WindowDays{range, range});
        MOORING_TRY(const Segments earlier, ask_total(of_show(context, show, complete(before.asked, context.now))));
        gained -= earlier.core;
        lookback_start = day_cell(call, before.asked.begin);
        lookback_end = day_cell(call, before.asked.end - days{1});
    }
    const std::int64_t total = now.total();
    const Cell summary = record(call, {{"coreFans", Cell::integer(now.core)},
                                       {"coreFansPercent", share(now.core, total)},
                                       {"developingAudience", Cell::integer(now.developing)},
                                       {"developingAudiencePercent", share(now.developing, total)},
                                       {"newAudience", Cell::integer(now.fresh)},
                                       {"newAudiencePercent", share(now.fresh, total)},
                                       {"totalAudience", Cell::integer(total)},
                                       {"totalAudiencePercent", share(total, total)},
                                       {"gainedCoreFans", Cell::integer(gained)},
                                       {"startDate", day_cell(call, range.begin)},
                                       {"endDate", day_cell(call, range.end - days{1})},
                                       {"lookbackStartDate", lookback_start},
                                       {"lookbackEndDate", lookback_end}});
    return record(call, {{"summary", summary}});
}

void metric_summary(FieldCall& call, Parents<ShowNode> shows) {
    const Value& input = call.argument("getCoreFanMetricSummaryRequest");
    const bool is_all_time = input["isAllTime"].is_boolean() && input["isAllTime"].as_boolean();
    const auto range = read_dates(input, !is_all_time);
    if (!range) return call.fail_all(range.error());
    for_each_show(call, shows, [&](const ShowNode& show) { return summary_of(call, show, *range, is_all_time); });
}

/// By how much core fans stand out from all; nothing without either.
Cell difference_cell(const std::optional<double>& core, const std::optional<double>& all) {
    return number_or_null(core && all ? analytics::difference(*core, *all) : std::nullopt);
}

std::optional<double> hours_of(const std::optional<double>& milliseconds) {
    return milliseconds ? std::optional{*milliseconds / ms_per_hour} : std::nullopt;
}

/// What core fans hear of an episode, and for how long they listen, next to the whole audience.
void insight(FieldCall& call, Parents<ShowNode> shows) {
    const auto range = read_dates(call.argument("getCoreFanInsightRequest"), true);
    if (!range) return call.fail_all(range.error());
    const Context& context = context_of(call);
    for_each_show(call, shows, [&](const ShowNode& show) -> Result<Cell> {
        const Subjects subject = of_show(context, show, complete(*range, context.now));
        const auto ask = [&](Metric metric) -> Result<std::optional<double>> {
            MOORING_TRY(const auto found, subject.ask(subject.question(metric)));
            return ratio_of(found.front());
        };
        MOORING_TRY(const auto completed, ask(Metric::completion_rate));
        MOORING_TRY(const auto core_completed, ask(Metric::core_completion_rate));
        MOORING_TRY(const auto listened, ask(Metric::mean_listen_ms));
        MOORING_TRY(const auto core_listened, ask(Metric::core_mean_listen_ms));
        return record(
            call, {{"insight",
                    record(call, {{"averageEpisodeRetentionCoreFansPercent", number_or_null(core_completed)},
                                  {"averageEpisodeRetentionTotalAudiencePercent", number_or_null(completed)},
                                  {"averageEpisodeRetentionDiffPercent", difference_cell(core_completed, completed)},
                                  {"averageConsumptionHoursCoreFans", number_or_null(hours_of(core_listened))},
                                  {"averageConsumptionHoursTotalAudience", number_or_null(hours_of(listened))},
                                  {"averageConsumptionHoursDiffPercent", difference_cell(core_listened, listened)}})}});
    });
}

}  // namespace

void add_core_fan_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<ShowNode>("Show.coreFanTimeSeries", time_series);
    resolvers.batch<ShowNode>("Show.coreFanMetricSummary", metric_summary);
    resolvers.batch<ShowNode>("Show.coreFanInsight", insight);
    add_records(resolvers, schema,
                {"CoreFanPoint", "CoreFanTimeSeriesResponse", "CoreFanSummary", "CoreFanMetricSummaryResponse",
                 "CoreFanInsight", "CoreFanInsightResponse"});
}

}  // namespace mooring::api::graphql::metrics
