#pragma once

#include <cstdint>
#include <string_view>

#include "mooring/analytics/questions/metric.hpp"

namespace mooring::api::graphql::metrics {

/// What the value of a metric is made like (creators-graphql.md, 5.3 and 5.3a).
enum class Shape : std::uint8_t {
    count,
    comments,
    ratio,
    percentage,
    audience,
    segments,
    consumption,
    mean_consumption,
    hours_per_person,
    mean_per_day,
    discovery_funnel,
    impressions_funnel,
    people_facets,   ///< gender and age
    surface_facets,  ///< where impressions were
    apps,
    devices,
    places,        ///< by what `geoParams` ask for
    shown_places,  ///< likewise, of what `geoMetricType` names
    countries,
    top_episodes,
    top_by_impressions,
    top_clips,
    benchmark,
    performance
};

/// Which series there are besides the total.
enum class Points : std::uint8_t { none, all, daily, weekly };

/// One row of the table of metrics.
struct MetricPlan {
    std::string_view name;  ///< of the enum's value
    Shape shape;
    analytics::Metric metric;  ///< what is counted, for shapes of one metric
    Points points = Points::none;
    bool refuses_custom_total = false;  ///< no `WINDOW_CUSTOM` (section 7); series of `Points::all` take it
};

/// Whether only a show that is hosted here has it: what is served, and what is heard of each second
/// (creators-graphql.md, section 11).
bool needs_hosting(const MetricPlan& plan);

/// Null: there is no such metric.
const MetricPlan* find_show_metric(std::string_view name);
const MetricPlan* find_episode_metric(std::string_view name);

}  // namespace mooring::api::graphql::metrics
