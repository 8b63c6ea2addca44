#pragma once

#include "mooring/api/graphql/nodes.hpp"

namespace mooring::api::graphql::metrics {

/// `analytics`, `analyticsBatch` and the plain numbers of shows and episodes.
void add_analytics_fields(Resolvers& resolvers, const Schema& schema);
/// `coreFanTimeSeries`, `coreFanMetricSummary`, `coreFanInsight`.
void add_core_fan_fields(Resolvers& resolvers, const Schema& schema);

}  // namespace mooring::api::graphql::metrics
