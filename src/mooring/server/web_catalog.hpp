#pragma once

#include <memory>

#include "mooring/api/webapi/webapi_handler.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/base/worker_pool.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// The web catalogue of a running instance: its use cases, what it remembers, and its limits.
class WebCatalog {
public:
    /// All but `config` outlive this.
    WebCatalog(const Config& config, Storage& storage, app::accounts::Credentials& credentials,
               const app::PublicUrls& urls, MetricRegistry& metrics);

    std::shared_ptr<http::Handler> handler() const { return api::webapi::make_webapi_handler(services_); }

private:
    app::webcatalog::WebCatalog catalog_;
    app::webcatalog::Library library_;
    RollingLimiter<domain::AppId> limiter_;
    api::webapi::Services services_;
};

}  // namespace mooring::server
