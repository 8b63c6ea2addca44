#include "mooring/server/web_catalog.hpp"

namespace mooring::server {
namespace {

RollingLimit limit_of(const Config& config) {
    RollingLimit limit;
    limit.is_enabled = config.limit_requests;
    limit.times = config.webapi_requests;
    return limit;
}

}  // namespace

WebCatalog::WebCatalog(const Config& config, Storage& storage, app::accounts::Credentials& credentials,
                       const app::PublicUrls& urls, MetricRegistry& metrics)
    : catalog_(*storage.catalog, {urls, config.default_author, config.default_language}),
      library_(*storage.catalog, *storage.clock),
      limiter_(limit_of(config), *storage.clock),
      services_{catalog_,
                library_,
                credentials,
                *storage.clock,
                urls,
                config.webapi_default_market,
                limiter_,
                app::delivering::DocumentCache::make(
                    "webapi", config.webapi_cache_bytes, storage.catalog->versions(),
                    [](const std::function<void()>&) { return false; },  // compression is the front proxy's part
                    metrics)} {}

}  // namespace mooring::server
