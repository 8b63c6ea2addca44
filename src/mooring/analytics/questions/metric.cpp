#include "mooring/analytics/questions/metric.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/assert.hpp"

namespace mooring::analytics {

namespace {

using enum Metric;
using Kind = MetricKind;

constexpr std::array catalog{
    MetricRow{
        downloads, "downloads", Kind::sum, Unit::count, true,
        "A listener got a minute of an episode's audio, or all of a shorter one, within a day, off the platform."},
    MetricRow{iab_downloads, "iab_downloads", Kind::sum, Unit::count, true,
              "Downloads with those of our own players: the figure to compare with other hosts."},
    MetricRow{starts, "starts", Kind::sum, Unit::count, true, "Sessions in which anything was heard."},
    MetricRow{plays, "plays", Kind::sum, Unit::count, true, "Sessions of 30 seconds or more."},
    MetricRow{streams, "streams", Kind::sum, Unit::count, true, "Sessions of 60 seconds or more."},
    MetricRow{sd, "sd", Kind::sum, Unit::count, true, "Streams and downloads."},
    MetricRow{pd, "pd", Kind::sum, Unit::count, true, "Plays and downloads."},
    MetricRow{consumption_ms, "consumption_ms", Kind::sum, Unit::milliseconds, true,
              "Media time listened to, replays included."},
    MetricRow{foreground_ms, "foreground_ms", Kind::sum, Unit::milliseconds, true,
              "The part of it with the player in front."},
    MetricRow{impressions, "impressions", Kind::sum, Unit::count, false,
              "Times that a card of the show or of an episode was seen."},
    MetricRow{listeners, "listeners", Kind::distinct, Unit::count, true, "Different people with a play."},
    MetricRow{foreground_listeners, "foreground_listeners", Kind::distinct, Unit::count, false,
              "Those of them who had the player in front."},
    MetricRow{start_listeners, "start_listeners", Kind::distinct, Unit::count, true, "Different people with a start."},
    MetricRow{stream_listeners, "stream_listeners", Kind::distinct, Unit::count, true,
              "Different people with a stream."},
    MetricRow{download_listeners, "download_listeners", Kind::distinct, Unit::count, true,
              "Different devices with a download."},
    MetricRow{reach, "reach", Kind::distinct, Unit::count, true, "Stream listeners and download listeners."},
    MetricRow{new_listeners, "new_listeners", Kind::listeners, Unit::count, false,
              "Listeners whose first play ever lies in the range."},
    MetricRow{returning_listeners, "returning_listeners", Kind::listeners, Unit::count, false,
              "The other listeners of the range."},
    MetricRow{core_fans, "core_fans", Kind::listeners, Unit::count, false,
              "Listeners with plays on four or more of the last 28 days."},
    MetricRow{developing_listeners, "developing_listeners", Kind::listeners, Unit::count, false,
              "Listeners who are neither core fans nor fresh."},
    MetricRow{fresh_listeners, "fresh_listeners", Kind::listeners, Unit::count, false,
              "Listeners whose first play ever lies in the range, core fans left out."},
    MetricRow{funnel_impressions, "funnel_impressions", Kind::funnel, Unit::count, false,
              "People who saw a card of the show."},
    MetricRow{funnel_considerations, "funnel_considerations", Kind::funnel, Unit::count, false,
              "Those of them who then opened, followed or played it."},
    MetricRow{funnel_streams, "funnel_streams", Kind::funnel, Unit::count, false, "Those of them with a stream."},
    MetricRow{followers, "followers", Kind::follows, Unit::count, false, "People who follow at the end of the range."},
    MetricRow{follower_growth, "follower_growth", Kind::follows, Unit::count, false,
              "Follows less unfollows; may be negative."},
    MetricRow{weekly_retention, "weekly_retention", Kind::ratio, Unit::ratio, false,
              "Share of a week's listeners who had a play in the week before, too."},
    MetricRow{completion_rate, "completion_rate", Kind::ratio, Unit::ratio, false,
              "Mean share of an episode that a listener with a play heard."},
    MetricRow{mean_listen_ms, "mean_listen_ms", Kind::ratio, Unit::milliseconds, false,
              "Media time listened to for each listener."},
    MetricRow{follow_rate, "follow_rate", Kind::ratio, Unit::ratio, false,
              "Share of the range's listeners who follow at its end."},
    MetricRow{impressions_to_plays_rate, "impressions_to_plays_rate", Kind::ratio, Unit::ratio, false,
              "Plays for each impression."},
    MetricRow{sd_first_30d, "sd_first_30d", Kind::ratio, Unit::ratio, false,
              "Mean streams and downloads of an episode in its first thirty days, over the newest ten full episodes."},
    MetricRow{core_completion_rate, "core_completion_rate", Kind::ratio, Unit::ratio, false,
              "Completion rate of those who are core fans at the end of the range."},
    MetricRow{core_mean_listen_ms, "core_mean_listen_ms", Kind::ratio, Unit::milliseconds, false,
              "Media time listened to for each listener who is a core fan at the end of the range."},
};

constexpr std::array<std::string_view, 15> dimension_names{"show",    "episode", "app",    "device",       "system",
                                                           "country", "region",  "city",   "referrer",     "source",
                                                           "age",     "gender",  "medium", "hour_of_week", "surface"};

constexpr bool is_in_order() {
    for (std::size_t index = 0; index < catalog.size(); ++index) {
        if (static_cast<std::size_t>(catalog[index].metric) != index) return false;
    }
    return true;
}
static_assert(is_in_order(), "a row per metric, in the order of the enumeration");

}  // namespace

std::span<const MetricRow> metric_catalog() {
    return catalog;
}

const MetricRow& row_of(Metric metric) {
    return catalog[static_cast<std::size_t>(metric)];
}

std::optional<Metric> find_metric(std::string_view id) {
    const auto row = std::ranges::find(catalog, id, &MetricRow::id);
    return row == catalog.end() ? std::nullopt : std::optional{row->metric};
}

std::string_view to_string(Dimension dimension) {
    return dimension_names[static_cast<std::size_t>(dimension)];
}

std::optional<Dimension> find_dimension(std::string_view name) {
    const auto found = std::ranges::find(dimension_names, name);
    if (found == dimension_names.end()) return std::nullopt;
    return static_cast<Dimension>(found - dimension_names.begin());
}

bool is_offered(Metric metric, Dimension dimension) {
    if (dimension == Dimension::show || dimension == Dimension::episode) {
        return row_of(metric).has_breakdowns || metric == impressions || metric == completion_rate ||
               metric == mean_listen_ms || metric == foreground_listeners;
    }
    if (dimension == Dimension::surface) return metric == impressions;
    return row_of(metric).has_breakdowns;
}

}  // namespace mooring::analytics
