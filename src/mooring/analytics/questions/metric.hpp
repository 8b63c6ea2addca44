#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace mooring::analytics {

/// Every number that can be asked for (measurement.md, section 1). What each one means is in its row of the catalog.
enum class Metric : std::uint8_t {
    downloads,
    iab_downloads,
    starts,
    plays,
    streams,
    sd,
    pd,
    consumption_ms,
    foreground_ms,
    impressions,
    listeners,
    foreground_listeners,
    start_listeners,
    stream_listeners,
    download_listeners,
    reach,
    new_listeners,
    returning_listeners,
    core_fans,
    developing_listeners,
    fresh_listeners,
    funnel_impressions,
    funnel_considerations,
    funnel_streams,
    followers,
    follower_growth,
    weekly_retention,
    completion_rate,
    mean_listen_ms,
    follow_rate,
    impressions_to_plays_rate,
    sd_first_30d,
    core_completion_rate,
    core_mean_listen_ms
};

/// What a number can be broken down by, and filtered by.
enum class Dimension : std::uint8_t {
    show,
    episode,
    app,
    device,
    system,
    country,
    region,
    city,
    referrer,
    source,
    age,
    gender,
    medium,        ///< `audio` or `video`
    hour_of_week,  ///< `0` is Monday 00:00 UTC, `167` Sunday 23:00
    surface        ///< of impressions: `HOME`, `SEARCH`, `LIBRARY`, `OTHER`
};

enum class Unit : std::uint8_t { count, milliseconds, ratio };

/// From what a number is made, which is what an engine has to do for it.
enum class MetricKind : std::uint8_t {
    sum,        ///< adds up over days, episodes and values of any dimension
    distinct,   ///< different listeners
    listeners,  ///< listeners by what they did before
    funnel,     ///< people who got so far
    follows,    ///< a state, and its changes
    ratio       ///< one number divided by another; null where the other is 0
};

/// One row of the catalog.
struct MetricRow {
    Metric metric;
    std::string_view id;  ///< as the contracts name it
    MetricKind kind;
    Unit unit;
    bool has_breakdowns;       ///< by the dimensions of plays
    std::string_view meaning;  ///< for people
};

/// All metrics, in the order of the enumeration.
std::span<const MetricRow> metric_catalog();
const MetricRow& row_of(Metric metric);
std::optional<Metric> find_metric(std::string_view id);

std::string_view to_string(Dimension dimension);
std::optional<Dimension> find_dimension(std::string_view name);

/// Whether a metric can be broken down or filtered by a dimension.
bool is_offered(Metric metric, Dimension dimension);

}  // namespace mooring::analytics
