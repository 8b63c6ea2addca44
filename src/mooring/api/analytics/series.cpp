#include <map>

#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/api/analytics/table.hpp"

// Plays over time, of a station and of an episode: 5.6, 6.1.

namespace mooring::api::analytics {

Checked<Told> plays_over_time(const Call& call) {
    Numbers numbers = call.numbers();
    MOORING_TRY(const std::optional<TimeRange> range, time_range_of(call, numbers, true));
    std::map<Instant, std::int64_t> counts;
    if (range) {
        MOORING_TRY(const auto cells, numbers.cells({.metric = Metric::sd,
                                                     .days = range->days(numbers.today()),
                                                     .bucket = bucket_of(range->interval)}));
        for (const MetricCell& cell : cells) counts[bucket_begin(range->interval, cell.begin)] += cell.count;
    }
    JsonWriter json;
    begin_table(json, call);
    json.name("parameters").begin_object();
    write_time_range(json, range);
    json.member("timeInterval", interval_of(call)).end_object();
    json.name("data").begin_object().name("rows").begin_array();
    for (const Instant bucket : range ? range->buckets(numbers.today()) : std::vector<Instant>{}) {
        const auto found = counts.find(bucket);
        json.begin_array().number(unix_seconds(bucket)).number(found == counts.end() ? 0 : found->second).end_array();
    }
    json.end_array();
    write_columns(json, {time_column, plays_column});
    json.end_object().end_object();
    return Told{json.take(), range ? range->days(numbers.today()) : DayRange{}};
}

}  // namespace mooring::api::analytics
