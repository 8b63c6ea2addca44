#include <array>

#include "mooring/analytics/listening/retention.hpp"
#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/api/analytics/table.hpp"

// How an episode was listened to: 6.2, 6.3, 6.4.

namespace mooring::api::analytics {
namespace {

constexpr std::array percents{25, 50, 75, 100};

}  // namespace

Checked<Told> performance(const Call& call) {
    Numbers numbers = call.numbers();
    MOORING_TRY(const auto curve, app::numbers::curve_of(numbers, call.episode->episode));
    MOORING_TRY(const DayRange all, numbers.all_days());
    JsonWriter json;
    begin_table(json, call);
    json.name("data").begin_object().name("rows").begin_array();
    std::int64_t second = 0;
    for (const std::int64_t sample : curve.samples) {
        json.begin_array().number(second++).text(std::to_string(sample)).end_array();
    }
    json.end_array();
    write_columns(json, {{"Sample", "integer"}, {"Listeners", "integer"}});
    json.end_object().end_object();
    return Told{json.take(), all, true};
}

Checked<Told> aggregated_performance(const Call& call) {
    Numbers numbers = call.numbers();
    MOORING_TRY(const auto curve, app::numbers::curve_of(numbers, call.episode->episode));
    MOORING_TRY(const DayRange all, numbers.all_days());
    JsonWriter json;
    begin_table(json, call);
    json.name("data").begin_object().name("rows").begin_array();
    for (const int percent : percents) {
        json.begin_array().text("percentile" + std::to_string(percent));
        json.number(mooring::analytics::share_at(curve, percent)).end_array();
    }
    json.begin_array().text("averageListenSeconds");
    if (curve.samples.empty()) {
        json.null();
    } else {
        json.text(std::to_string(mooring::analytics::figures_of(curve).median_second));
    }
    json.end_array().end_array();
    write_columns(json, {{"Metric", "string"}, {"Value", "integer"}});
    json.end_object().end_object();
    return Told{json.take(), all, true};
}

Checked<Told> all_time_video_data(const Call& call) {
    if (!call.episode->episode.video) return anchor::not_found();
    Numbers numbers = call.numbers();
    MOORING_TRY(const DayRange all, numbers.all_days());
    struct Row {
        std::string_view name;
        Metric metric;
    };
    constexpr std::array rows{Row{"videoStarts", Metric::starts}, Row{"videoPlays", Metric::plays},
                              Row{"videoStreams", Metric::streams}, Row{"videoListeners", Metric::start_listeners}};
    JsonWriter json;
    begin_table(json, call);
    json.name("data").begin_object().name("rows").begin_array();
    for (const Row& row : rows) {
        MOORING_TRY(const std::int64_t count, numbers.count(row.metric, all, {{Dimension::medium, "video"}}));
        json.begin_array().text(row.name).number(count).end_array();
    }
    json.end_array();
    write_columns(json, {{"Metric", "string"}, {"Value", "integer"}});
    json.end_object().end_object();
    return Told{json.take(), all, true};
}

}  // namespace mooring::api::analytics
