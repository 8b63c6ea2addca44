#pragma once

#include "mooring/api/graphql/metrics/subjects.hpp"

namespace mooring::api::graphql::metrics {

/// Published comments and replies that were made in each bucket, as a table for each subject.
Result<std::vector<MetricTable>> count_comments(const Subjects& subjects, Bucket bucket);

}  // namespace mooring::api::graphql::metrics
