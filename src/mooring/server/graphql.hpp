#pragma once

#include <memory>

#include "mooring/api/graphql/serving/graphql_handler.hpp"
#include "mooring/app/background/background.hpp"
#include "mooring/app/reporting/insights.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// The creators GraphQL API of a running instance, and its limits.
class Graphql {
public:
    /// All but `config` outlive this.
    Graphql(const Config& config, Storage& storage, const api::people::Services& people,
            app::reporting::Reports::Plays plays, MetricRegistry& metrics);

    /// Insights are written in the background.
    app::background::HeavyWork insight_work();

    /// Errors: invalid_argument (a setting).
    Result<std::shared_ptr<http::Handler>> handler() const {
        return api::graphql::serving::make_graphql_handler(services_);
    }

private:
    app::reporting::Reports reports_;
    app::reporting::WriteInsights insights_;
    RollingLimiter<std::string> limiter_;
    api::graphql::Services services_;
};

}  // namespace mooring::server
