#include "mooring/api/graphql/metrics/metric_plan.hpp"

#include <algorithm>
#include <array>

namespace mooring::api::graphql::metrics {
namespace {

using enum analytics::Metric;

constexpr auto all = Points::all;
constexpr auto none = Points::none;

constexpr std::array show_metrics{
    MetricPlan{"SHOW_PLAYS", Shape::count, plays, all},
    MetricPlan{"SHOW_STREAMS", Shape::count, streams, all},
    MetricPlan{"SHOW_STREAMS_AND_DOWNLOADS", Shape::count, sd, all},
    MetricPlan{"SHOW_PLAYS_AND_DOWNLOADS", Shape::count, pd, all},
    MetricPlan{"SHOW_OFF_PLATFORM_DOWNLOADS", Shape::count, downloads, all},
    MetricPlan{"SHOW_LISTENERS", Shape::count, listeners, all},
    MetricPlan{"SHOW_DOWNLOAD_LISTENERS", Shape::count, download_listeners, all},
    MetricPlan{"SHOW_ALL_PLATFORMS_LISTENERS", Shape::count, reach, all},
    MetricPlan{"SHOW_FOLLOWERS", Shape::count, followers, all},
    MetricPlan{"SHOW_FOLLOWER_GROWTH", Shape::count, follower_growth, all},
    MetricPlan{"SHOW_IMPRESSIONS", Shape::count, impressions, all},
    MetricPlan{"SHOW_COMMENTS", Shape::comments, starts, all},
    MetricPlan{"AUDIENCE_SIZE", Shape::audience, listeners, all, true},
    MetricPlan{"SHOW_SEGMENTED_AUDIENCE", Shape::segments, new_listeners, all},
    MetricPlan{"SHOW_CONSUMPTION", Shape::consumption, consumption_ms, all},
    MetricPlan{"SHOW_AVERAGE_CONSUMPTION_TIME", Shape::mean_consumption, mean_listen_ms, all},
    MetricPlan{"SHOW_WINDOWED_AVERAGE_COMPLETION_RATE", Shape::percentage, completion_rate, all},
    MetricPlan{"SHOW_RETENTION", Shape::ratio, weekly_retention, Points::weekly, true},
    MetricPlan{"SHOW_FOLLOW_RATE", Shape::ratio, follow_rate, none, true},
    MetricPlan{"SHOW_CONSUMPTION_HOURS_PER_PERSON", Shape::hours_per_person, consumption_ms, none, true},
    MetricPlan{"SHOW_STREAMS_AND_DOWNLOADS_AVERAGE", Shape::mean_per_day, sd, Points::daily},
    MetricPlan{"SHOW_DISCOVERY_FUNNEL", Shape::discovery_funnel, impressions},
    MetricPlan{"SHOW_IMPRESSIONS_FUNNEL", Shape::impressions_funnel, funnel_impressions, none, true},
    MetricPlan{"SHOW_STREAMS_FACETED", Shape::people_facets, streams},
    MetricPlan{"SHOW_PLAYS_FACETED", Shape::people_facets, plays},
    MetricPlan{"SHOW_IMPRESSIONS_FACETED", Shape::surface_facets, impressions},
    MetricPlan{"SHOW_STREAMS_AND_DOWNLOADS_BY_APP", Shape::apps, sd},
    MetricPlan{"SHOW_PLAYS_AND_DOWNLOADS_BY_APP", Shape::apps, pd},
    MetricPlan{"SHOW_STREAMS_AND_DOWNLOADS_BY_DEVICE", Shape::devices, sd},
    MetricPlan{"SHOW_PLAYS_AND_DOWNLOADS_BY_DEVICE", Shape::devices, pd},
    MetricPlan{"SHOW_STREAMS_AND_DOWNLOADS_BY_GEO_ALL_PLATFORMS", Shape::places, sd},
    MetricPlan{"SHOW_PLAYS_AND_DOWNLOADS_BY_GEO_ALL_PLATFORMS", Shape::places, pd},
    MetricPlan{"SHOW_GEO", Shape::shown_places, plays},
    MetricPlan{"TOP_EPISODES", Shape::top_episodes, sd},
    MetricPlan{"TOP_EPISODES_BY_IMPRESSIONS_FACETED", Shape::top_by_impressions, impressions},
    MetricPlan{"TOP_CLIPS", Shape::top_clips, plays},
    MetricPlan{"SHOW_BENCHMARK_EPISODE", Shape::benchmark, plays, Points::daily, true},
};

constexpr std::array episode_metrics{
    MetricPlan{"EPISODE_PLAYS", Shape::count, plays, all},
    MetricPlan{"EPISODE_STREAMS", Shape::count, streams, all},
    MetricPlan{"EPISODE_STREAMS_AND_DOWNLOADS", Shape::count, sd, all},
    MetricPlan{"EPISODE_PLAYS_AND_DOWNLOADS", Shape::count, pd, all},
    MetricPlan{"EPISODE_OFF_PLATFORM_DOWNLOADS", Shape::count, downloads, all},
    MetricPlan{"EPISODE_LISTENERS", Shape::count, listeners, all},
    MetricPlan{"EPISODE_DOWNLOAD_LISTENERS", Shape::count, download_listeners, all},
    MetricPlan{"EPISODE_ALL_PLATFORMS_LISTENERS", Shape::count, reach, all},
    MetricPlan{"EPISODE_IMPRESSIONS", Shape::count, impressions, all},
    MetricPlan{"EPISODE_COMMENTS", Shape::comments, starts, all},
    MetricPlan{"EPISODE_AUDIENCE_SIZE", Shape::audience, listeners, all},
    MetricPlan{"EPISODE_CONSUMPTION", Shape::consumption, consumption_ms, all},
    MetricPlan{"EPISODE_AVERAGE_CONSUMPTION_TIME", Shape::mean_consumption, mean_listen_ms, all},
    MetricPlan{"EPISODE_AVERAGE_COMPLETION_RATE", Shape::percentage, completion_rate, all},
    MetricPlan{"EPISODE_IMPRESSIONS_TO_PLAYS_RATE", Shape::ratio, impressions_to_plays_rate, all},
    MetricPlan{"EPISODE_RETENTION", Shape::ratio, weekly_retention, Points::weekly, true},
    MetricPlan{"EPISODE_PERFORMANCE", Shape::performance, starts},
    MetricPlan{"EPISODE_IMPRESSIONS_FUNNEL", Shape::impressions_funnel, funnel_impressions},
    MetricPlan{"EPISODE_DISCOVERY_FUNNEL", Shape::discovery_funnel, impressions},
    MetricPlan{"EPISODE_IMPRESSIONS_FACETED", Shape::surface_facets, impressions},
    MetricPlan{"EPISODE_PLAYS_FACETED", Shape::people_facets, plays},
    MetricPlan{"EPISODE_STREAMS_FACETED", Shape::people_facets, streams},
    MetricPlan{"EPISODE_SPOTIFY_PLAYS_BY_COUNTRY", Shape::countries, plays},
};

template <class Table>
const MetricPlan* find_in(const Table& table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &MetricPlan::name);
    return found == table.end() ? nullptr : &*found;
}

}  // namespace

bool needs_hosting(const MetricPlan& plan) {
    switch (plan.shape) {
        case Shape::count:
            return plan.metric == sd || plan.metric == pd || plan.metric == downloads ||
                   plan.metric == download_listeners || plan.metric == reach;
        case Shape::percentage:
        case Shape::consumption:
        case Shape::mean_consumption:
        case Shape::hours_per_person:
        case Shape::mean_per_day:
        case Shape::apps:
        case Shape::devices:
        case Shape::top_episodes:
        case Shape::top_clips:
        case Shape::benchmark:
        case Shape::performance: return true;
        default: return false;
    }
}

const MetricPlan* find_show_metric(std::string_view name) {
    return find_in(show_metrics, name);
}

const MetricPlan* find_episode_metric(std::string_view name) {
    return find_in(episode_metrics, name);
}

}  // namespace mooring::api::graphql::metrics
