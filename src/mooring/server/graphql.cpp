#include "mooring/server/graphql.hpp"

#include "mooring/app/job_kinds.hpp"

namespace mooring::server {
namespace {

RollingLimit limit_of(const Config& config) {
    RollingLimit limit;
    limit.is_enabled = config.limit_requests && config.graphql_requests > 0;
    limit.times = config.graphql_requests;
    limit.window = std::chrono::seconds{60};
    return limit;
}

}  // namespace

Graphql::Graphql(const Config& config, Storage& storage, const api::people::Services& people,
                 app::reporting::Reports::Plays plays, MetricRegistry& metrics)
    : reports_(std::move(plays),
               &metrics.counter("mooring_graphql_play_questions_total", "What GraphQL documents asked the plays.")),
      insights_(*storage.catalog, reports_, *storage.clock),
      limiter_(limit_of(config), *storage.clock),
      services_{people,
                reports_,
                limiter_,
                {config.graphql_hashes, config.default_author},
                metrics.counter("mooring_graphql_catalog_reads_total", "What GraphQL documents asked the catalog.")} {}

app::background::HeavyWork Graphql::insight_work() {
    return {.steps = {{std::string{app::job_kind::write_insight},
                       [this](const storage::Job& job) { return insights_.run(job); }}}};
}

}  // namespace mooring::server
