#pragma once

#include <optional>
#include <vector>

#include "mooring/api/graphql/metrics/subjects.hpp"
#include "mooring/api/graphql/record.hpp"

namespace mooring::api::graphql::metrics {

/// The value of one subject.
struct Made {
    Cell value;                    ///< a member of the union `AnalyticsValue`
    std::optional<double> number;  ///< what is compared with the period before
};
using MadeValues = Result<std::vector<Made>>;  ///< one for each subject, in order

// Each makes the values of some shapes, and asks the store as often as the shape takes, not as often as there are
// subjects.

/// Counts, ratios and audiences: a total, or a series of points.
MadeValues make_numbers(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request);
MadeValues make_discovery_funnel(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request);
MadeValues make_impressions_funnel(FieldCall& call, const Subjects& subjects);
MadeValues make_people_facets(FieldCall& call, const Subjects& subjects, Metric metric);
MadeValues make_surface_facets(FieldCall& call, const Subjects& subjects);
/// Shares by application or device.
MadeValues make_shares(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request);
/// Shares by place. Errors: invalid_argument (a level without the country it needs).
MadeValues make_places(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request);
MadeValues make_top_episodes(FieldCall& call, const Subjects& subjects);
MadeValues make_top_by_impressions(FieldCall& call, const Subjects& subjects);
MadeValues make_top_clips(FieldCall& call, const Subjects& subjects);
MadeValues make_benchmark(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request);
MadeValues make_performance(FieldCall& call, const Subjects& subjects);

/// By the request's shape.
MadeValues make_values(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request);

/// `FacetedValue.impressionSourceBreakdown`, of rows by surface.
Cell surface_breakdown(FieldCall& call, const std::vector<analytics::MetricCell>& rows, std::int64_t& total);

/// The number of a total's table; 0 when no day counts.
inline std::int64_t count_of(const MetricTable& table) {
    return table.cells.empty() ? 0 : table.cells.front().count;
}
inline std::optional<double> ratio_of(const MetricTable& table) {
    return table.cells.empty() ? std::nullopt : table.cells.front().ratio;
}

inline constexpr double ms_per_hour = 3'600'000;

}  // namespace mooring::api::graphql::metrics
