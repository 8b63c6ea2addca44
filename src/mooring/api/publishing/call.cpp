#include "mooring/api/publishing/call.hpp"

#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/fields.hpp"

namespace mooring::api::publishing {

using app::publishing::CatalogTransaction;
using app::publishing::KeyedOutcome;
using app::publishing::KeyedRequest;
using app::publishing::RememberedAnswer;

Services::Services(const PublishingDependencies& given)
    : catalog(given.catalog),
      blobs(given.blobs),
      clock(given.clock),
      random(given.random),
      urls(given.urls),
      is_acceptable_url(given.is_acceptable_url),
      keyring(std::make_shared<app::publishing::ApiKeyring>(given.catalog, given.secret, given.clock, given.workers)),
      limiter(given.rate_limits, given.clock),
      creates(given.catalog, given.clock, given.idempotency),
      cache(given.cache_bytes) {}

std::optional<std::int64_t> Call::path_id() const {
    if (parameters.empty() || parameters.front().starts_with('-')) return std::nullopt;
    const std::optional<std::int64_t> id = parse_integer(parameters.front());
    return id && *id > 0 && *id <= domain::max_wire_id ? id : std::nullopt;
}

void add_rate_headers(http::Response& response, const RateVerdict& verdict) {
    response.header("X-RateLimit-Limit", std::to_string(verdict.limit));
    response.header("X-RateLimit-Remaining", std::to_string(verdict.remaining));
    response.header("X-RateLimit-Reset", std::to_string(verdict.reset_unix));
    if (!verdict.is_allowed) response.header("Retry-After", std::to_string(verdict.retry_after));
}

http::Response complete(const Call& call, http::Response response) {
    add_rate_headers(response, call.rate);
    allow_any_origin(response);
    return call.is_head ? without_body(std::move(response)) : std::move(response);
}

KeyedRequest keyed_request(const Call& call, std::string fingerprint) {
    return {call.workspace(), std::string{call.operation}, *call.idempotency_key, std::move(fingerprint)};
}

http::Response answer_of(const KeyedOutcome& outcome) {
    http::Response response = json_answer(outcome.answer.status, outcome.answer.body);
    std::string_view lines = outcome.answer.headers;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        if (const std::size_t colon = line.find(": "); colon != std::string_view::npos) {
            response.header(std::string{line.substr(0, colon)}, std::string{line.substr(colon + 2)});
        }
    }
    if (outcome.is_replay) response.header("X-Idempotency-Replayed", "true");
    return response;
}

http::Response run_create(Services& services, const Call& call, const std::function<std::string()>& fingerprint,
                          const std::function<Result<RememberedAnswer>(CatalogTransaction&)>& create) {
    if (call.idempotency_key) {
        const Result<KeyedOutcome> outcome = services.creates.run(keyed_request(call, fingerprint()), create);
        return outcome ? answer_of(*outcome) : error_answer(outcome.error());
    }
    Result<RememberedAnswer> answer = services.catalog.write(create);
    return answer ? answer_of({std::move(*answer), false}) : error_answer(answer.error());
}

}  // namespace mooring::api::publishing
