#pragma once

#include "mooring/analytics/questions/metric_query.hpp"
#include "mooring/api/graphql/metrics/metric_plan.hpp"
#include "mooring/api/graphql/nodes.hpp"
#include "mooring/app/reporting/windows.hpp"

namespace mooring::api::graphql::metrics {

using analytics::Bucket;
using app::reporting::Window;

/// What `analytics` and `analyticsBatch` are asked for.
struct AnalyticsRequest {
    const MetricPlan* plan = nullptr;
    Bucket bucket = Bucket::total;
    Window window;
    bool compares = false;  ///< with the period before
    Value benchmark, geo;   ///< absent where not given
    std::string_view geo_metric;

    bool is_total() const { return bucket == Bucket::total; }
};

/// The enum's value and, for `WINDOW_CUSTOM`, its dates.
/// Errors: invalid_argument (dates that are missing, no dates, in the wrong order, or too far apart).
Result<Window> read_window(std::string_view name, const Value& custom_range);

enum class SubjectKind { show, episode };

/// Errors: unsupported (the metric does not take the window or the aggregation), invalid_argument (its dates).
Result<AnalyticsRequest> read_analytics_request(const Value& input, SubjectKind kind);

}  // namespace mooring::api::graphql::metrics
