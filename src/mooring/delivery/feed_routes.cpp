#include <algorithm>
#include <string>

#include "mooring/app/delivering/subscribers.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/document_answer.hpp"
#include "mooring/delivery/hits.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::Document;

constexpr std::string_view feeds_path = "/feeds/";
constexpr std::string_view feed_suffix = ".xml";

/// Fetchers that ask on behalf of many listeners are not limited (delivery.md, section 12).
bool is_aggregator(const Delivering& delivering, const Request& request) {
    const std::string_view agent = request.headers.get("User-Agent");
    return std::ranges::any_of(delivering.settings.aggregators,
                               [&](const std::string& name) { return agent.find(name) != std::string_view::npos; });
}

std::optional<Response> refuse_too_many(Delivering& delivering, const Request& request) {
    if (request.client.is_loopback() || is_aggregator(delivering, request)) return std::nullopt;
    if (const auto wait = delivering.feed_limiter.refuse(request.client, delivering.clock.now())) {
        return too_many_requests(*wait);
    }
    return std::nullopt;
}

DocumentRules public_rules(const Delivering& delivering, const Document& document) {
    DocumentRules rules;
    rules.headers.reserve(8);
    rules.headers.push_back({"Access-Control-Allow-Origin", "*"});
    rules.headers.push_back({"Access-Control-Expose-Headers", "ETag, Last-Modified, Content-Length"});
    rules.headers.push_back({"X-Content-Type-Options", "nosniff"});
    std::string links = "<" + header_url(document.canonical_url) + ">; rel=\"self\"";
    for (const std::string& hub : delivering.settings.hubs) links += ", <" + header_url(hub) + ">; rel=\"hub\"";
    rules.headers.push_back({"Link", std::move(links)});
    return rules;
}

DocumentRules private_rules() {
    DocumentRules rules;
    rules.is_private = true;
    rules.headers = {
        {"X-Robots-Tag", "noindex"}, {"Referrer-Policy", "no-referrer"}, {"X-Content-Type-Options", "nosniff"}};
    return rules;
}

/// An address with a token in it leaves no trace in referrers and search engines, whatever it answers.
Response without_traces(Response response) {
    response.header("X-Robots-Tag", "noindex");
    response.header("Referrer-Policy", "no-referrer");
    return response;
}

/// Whether the feed has left the address that was asked: the show has an own domain and this is not it, or had this
/// one and has none now. Addresses move, listeners do not (delivery.md, 2.9).
bool has_left(const Document& document, const std::string& host) {
    if (document.kind != Document::Kind::content) return false;
    if (!document.own_host.empty()) return host != document.own_host;
    return std::ranges::find(document.former_hosts, host) != document.former_hosts.end();
}

void record_feed_hit(Delivering& delivering, const Request& request, const Document& document, RangedResponse& answer) {
    app::delivering::HitAnswer hit;
    hit.subject = analytics::HitSubject::feed;
    hit.show = document.show;
    hit.ranges = std::move(answer.served);
    if (document.etag.size() > 4) hit.revision = document.etag.substr(3, document.etag.size() - 4);
    record_hit(delivering, request, answer.response, std::move(hit));
}

std::int64_t page_of(const Request& request) {
    if (request.query.find("page=") == std::string::npos) return 1;
    const auto parameters = request.parameters();
    const auto page = parameters.find("page");
    return page ? parse_decimal(*page).value_or(1) : 1;
}

/// `/feeds/{showKey}.xml` → the key; anything else → "".
std::string_view key_of(std::string_view path) {
    if (!path.starts_with(feeds_path) || !path.ends_with(feed_suffix)) return {};
    path.remove_prefix(feeds_path.size());
    path.remove_suffix(std::min(path.size(), feed_suffix.size()));
    return domain::is_public_key(path) ? path : std::string_view{};
}

}  // namespace

std::optional<Response> feed_from_memory(Delivering& delivering, const Request& request) {
    const std::string_view key = key_of(request.path);
    if (key.empty() || request.query.find("page=") != std::string::npos) return std::nullopt;
    const Instant now = delivering.now();
    const auto document = delivering.feeds.find_fresh(key, now);
    if (!document || has_left(*document, request.host)) return std::nullopt;
    auto answer = answer_with(request, *document, now, public_rules(delivering, *document));
    if (!answer) return std::nullopt;
    if (auto refusal = refuse_too_many(delivering, request)) {
        return without_body_for_head(request, std::move(*refusal));
    }
    record_feed_hit(delivering, request, *document, *answer);
    return std::move(answer->response);
}

Response show_feed(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    if (auto refusal = refuse_too_many(delivering, request)) return std::move(*refusal);
    const std::string& key = parameters.at(0);
    if (!domain::is_public_key(key)) return not_found();
    const Instant now = delivering.now();
    const auto document = delivering.feeds.get(key, page_of(request), now);
    if (!document) return answer_of(document.error());
    RangedResponse answer;
    if (has_left(**document, request.host)) {
        answer.response = moved_permanently((*document)->canonical_url);
    } else {
        answer = answer_on_worker(request, **document, now, public_rules(delivering, **document));
    }
    record_feed_hit(delivering, request, **document, answer);
    return std::move(answer.response);
}

Response private_feed(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    if (auto refusal = refuse_too_many(delivering, request)) return std::move(*refusal);
    const std::string& key = parameters.at(0);
    const std::string& token = parameters.at(1);
    if (!domain::is_public_key(key) || token.size() > 64) return without_traces(not_found());
    const auto subscriber = app::delivering::find_subscriber(delivering.catalog, delivering.secret, token);
    if (!subscriber) return without_traces(answer_of(subscriber.error()));
    if (!*subscriber) return without_traces(not_found());
    if ((*subscriber)->revoked_at) {
        Response response = without_traces(gone());
        app::delivering::HitAnswer hit;
        hit.subject = analytics::HitSubject::feed;
        hit.show = (*subscriber)->show;
        record_hit(delivering, request, response, std::move(hit));
        return response;
    }
    const Instant now = delivering.now();
    const auto document = delivering.feeds.get_private(**subscriber, token, now);
    if (!document) return without_traces(answer_of(document.error()));
    if ((*document)->show_key != key) return without_traces(not_found());
    RangedResponse answer = answer_on_worker(request, **document, now, private_rules());
    if (answer.response.status >= 400) answer.response = without_traces(std::move(answer.response));
    record_feed_hit(delivering, request, **document, answer);
    return std::move(answer.response);
}

}  // namespace mooring::delivery
