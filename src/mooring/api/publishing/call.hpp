#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/publishing/publishing_handler.hpp"
#include "mooring/api/publishing/rate_limiter.hpp"
#include "mooring/api/publishing/response_cache.hpp"
#include "mooring/app/publishing/api_keyring.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::publishing {

/// What all endpoints share.
struct Services {
    explicit Services(const PublishingDependencies& given);

    app::publishing::Catalog& catalog;
    app::publishing::BlobStore& blobs;
    const Clock& clock;
    Random& random;
    const app::PublicUrls& urls;
    app::publishing::UrlRule is_acceptable_url;
    std::shared_ptr<app::publishing::ApiKeyring> keyring;
    RateLimiter limiter;
    app::publishing::IdempotentCreates creates;
    ResponseCache cache;
};

/// A request that has passed the checks of its head. It owns what it holds, for a body may still be on its way.
struct Call {
    std::shared_ptr<const app::publishing::ApiKey> key;
    std::string_view operation;  ///< the route's name
    http::PathParameters parameters;
    std::string path, query;
    std::optional<std::uint64_t> content_length;
    std::string content_type;
    std::optional<std::string> idempotency_key;  ///< only where it is honoured
    RateVerdict rate;
    std::shared_ptr<void> upload_place;  ///< held while an upload is under way
    bool is_head = false;
    Instant now;  ///< the one reading of the clock that reads go by

    app::publishing::WorkspaceId workspace() const { return key->workspace; }
    /// What archives and logs name: `key:AbCd1234`.
    std::string actor() const { return "key:" + key->display; }
    /// The id in the path; nothing unless it is a positive decimal integer.
    std::optional<std::int64_t> path_id() const;
};

/// Add what every answer to a valid key carries, and leave out the body of an answer to HEAD.
http::Response complete(const Call& call, http::Response response);

/// The `X-RateLimit-*` headers, and `Retry-After` on a refusal.
void add_rate_headers(http::Response& response, const RateVerdict& verdict);

/// Run a create: once per idempotency key if the call has one, and plainly otherwise. `fingerprint` is asked for only
/// with a key. `create` answers in the transaction that the answer is remembered in.
http::Response run_create(
    Services& services, const Call& call, const std::function<std::string()>& fingerprint,
    const std::function<Result<app::publishing::RememberedAnswer>(app::publishing::CatalogTransaction&)>& create);

/// The response that a finished or replayed create stands for.
http::Response answer_of(const app::publishing::KeyedOutcome& outcome);

/// The request's name for the idempotency table.
app::publishing::KeyedRequest keyed_request(const Call& call, std::string fingerprint);

}  // namespace mooring::api::publishing
