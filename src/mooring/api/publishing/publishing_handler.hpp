#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "mooring/api/publishing/rate_limiter.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/app/publishing/client_urls.hpp"
#include "mooring/app/publishing/idempotent_creates.hpp"
#include "mooring/app/publishing/ports.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/worker_pool.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::publishing {

/// What the family works with. All that is referred to outlives the handler and the tasks it puts into `workers`.
struct PublishingDependencies {
    app::publishing::Catalog& catalog;
    app::publishing::BlobStore& blobs;
    const Clock& clock;
    Random& random;  ///< safe from several threads
    const app::PublicUrls& urls;
    const app::ServerSecret& secret;
    WorkerPool& workers;  ///< for what no request waits for
    RateLimits rate_limits = {};
    app::publishing::UrlRule is_acceptable_url = app::publishing::public_urls_only();
    app::publishing::IdempotentCreates::Options idempotency = {};
    std::size_t cache_bytes = std::size_t{32} * 1024 * 1024;  ///< bodies of reads kept ready
};

/// The publishing API, `/v1` (publishing-v1.md). The paths it sees are the family's own, such as `/v1/episodes`.
std::shared_ptr<http::Handler> make_publishing_handler(PublishingDependencies dependencies);

/// One line of the family's reference: what the route table says.
struct OperationReference {
    http::Method method;
    std::string_view pattern, name, scope;
};
std::vector<OperationReference> publishing_operations();

}  // namespace mooring::api::publishing
