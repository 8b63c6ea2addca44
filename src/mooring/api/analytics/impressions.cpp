#include <algorithm>
#include <array>
#include <map>

#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/api/analytics/impressions_query.hpp"
#include "mooring/api/analytics/table.hpp"
#include "mooring/base/time_text.hpp"

// How often a show was seen: 5.13.

namespace mooring::api::analytics {
namespace {

/// In the order of the contract's example; what is none of the first three is the last.
constexpr std::array<std::string_view, 4> sources{"SEARCH", "LIBRARY", "HOME", "OTHER"};

void write_dates(JsonWriter& json, const ImpressionsQuery& asked) {
    json.member("start", iso8601_date(from_unix_seconds(asked.begin)));
    json.member("end", iso8601_date(from_unix_seconds(asked.end)));
}

std::map<std::string_view, std::int64_t> by_source(const std::map<std::string, std::int64_t>& by_surface) {
    std::map<std::string_view, std::int64_t> counts;
    for (const auto& [surface, count] : by_surface) {
        const auto source = std::find(sources.begin(), sources.end() - 1, surface);
        counts[*source] += count;
    }
    return counts;
}

}  // namespace

Checked<Told> impressions(const Call& call) {
    const std::optional<std::string> text = call.parameter("query");
    if (!text) return anchor::missing_query("query");
    MOORING_TRY(const ImpressionsQuery asked, read_impressions_query(*text));
    const DayRange days{app::numbers::today(from_unix_seconds(asked.begin)),
                        app::numbers::today(from_unix_seconds(asked.end)) + std::chrono::days{1}};
    Numbers numbers = call.numbers();
    MOORING_TRY(const auto cells, numbers.cells({.metric = Metric::impressions, .days = days, .bucket = Bucket::day}));
    MOORING_TRY(const auto by_surface, numbers.counts_by(Dimension::surface, Metric::impressions, days));
    std::map<Instant, std::int64_t> by_day;
    std::int64_t total = 0;
    for (const MetricCell& cell : cells) {
        by_day[cell.begin] = cell.count;
        total += cell.count;
    }
    JsonWriter json;
    begin_table(json, call);
    json.name("parameters").begin_object().name("timeRange").begin_array();
    json.number(asked.begin).number(asked.end).end_array().end_object();
    json.name("data").begin_object().name("impressions").begin_object().member("count", total);
    write_dates(json, asked);
    json.end_object().name("dailyImpressions").begin_object().name("counts").begin_array();
    for (sys_days day = days.begin; day < days.end; day += std::chrono::days{1}) {
        json.begin_object().member("count", by_day[day]).member("date", iso8601_date(day)).end_object();
    }
    json.end_array().end_object().name("impressionsBySource").begin_object().member("count", total);
    write_dates(json, asked);
    auto counts = by_source(by_surface);
    json.name("sourcedCounts").begin_object().name("counts").begin_object();
    for (const std::string_view source : sources) json.member(source, counts[source]);
    json.end_object().end_object().end_object().end_object().end_object();
    return Told{json.take(), app::numbers::cut_to(days, {days.begin, numbers.today()})};
}

}  // namespace mooring::api::analytics
