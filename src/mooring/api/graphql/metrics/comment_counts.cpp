#include "mooring/api/graphql/metrics/comment_counts.hpp"

namespace mooring::api::graphql::metrics {

Result<std::vector<MetricTable>> count_comments(const Subjects& subjects, Bucket bucket) {
    MetricQuery query = subjects.question(Metric::starts, bucket);
    query.is_running = subjects.is_running && bucket != Bucket::total;
    return std::vector<MetricTable>(subjects.size(), shaped(query, {}));
}

}  // namespace mooring::api::graphql::metrics
