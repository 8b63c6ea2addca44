#include "mooring/api/publishing/publishing_handler.hpp"

#include <algorithm>
#include <array>

#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/call.hpp"
#include "mooring/api/publishing/endpoints.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::publishing {
namespace {

using domain::Scope;
using http::Method;

/// What of a request's body an operation reads.
enum class BodyKind { none, json, upload };
enum class Keyed { no, yes };  ///< honours X-Idempotency-Key
enum class Kept { no, yes };   ///< its answers may be given again from memory

struct Endpoint {
    Scope scope;
    Bucket bucket;
    BodyKind body;
    Keyed keyed;
    Kept kept;
    http::Response (*answer)(Services&, const Call&, std::string_view);  ///< null for the upload
};
using Route = http::Route<Endpoint>;

constexpr Endpoint reads(Scope scope, decltype(Endpoint::answer) answer, Kept kept = Kept::no) {
    return {scope, Bucket::reads, BodyKind::none, Keyed::no, kept, answer};
}
constexpr Endpoint writes(Scope scope, BodyKind body, decltype(Endpoint::answer) answer, Keyed keyed = Keyed::no) {
    return {scope, Bucket::writes, body, keyed, Kept::no, answer};
}

/// The family's routes. A pattern without `{…}` goes before one with it.
constexpr std::array routes{
    Route{Method::get, "/v1/station", "get_station", reads(Scope::station_read, get_station)},
    Route{Method::get, "/v1/episodes", "list_episodes", reads(Scope::episodes_read, list_episodes, Kept::yes)},
    Route{Method::post, "/v1/episodes", "create_episode",
          writes(Scope::episodes_write, BodyKind::json, create_episode, Keyed::yes)},
    Route{Method::post, "/v1/episodes/upload", "upload_episode",
          Endpoint{Scope::episodes_write, Bucket::uploads, BodyKind::upload, Keyed::yes, Kept::no, nullptr}},
    Route{Method::post, "/v1/episodes/generate", "generate_episode",
          writes(Scope::episodes_generate, BodyKind::none, generate_episode, Keyed::yes)},
    Route{Method::get, "/v1/episodes/{id}", "get_episode", reads(Scope::episodes_read, get_episode, Kept::yes)},
    Route{Method::put, "/v1/episodes/{id}", "update_episode",
          writes(Scope::episodes_write, BodyKind::json, update_episode)},
    Route{Method::delete_, "/v1/episodes/{id}", "archive_episode",
          writes(Scope::episodes_write, BodyKind::none, archive_episode)},
    Route{Method::get, "/v1/shows", "list_shows", reads(Scope::shows_read, list_shows)},
    Route{Method::post, "/v1/shows", "create_show",
          writes(Scope::shows_write, BodyKind::json, create_show, Keyed::yes)},
    Route{Method::get, "/v1/shows/{id}", "get_show", reads(Scope::shows_read, get_show)},
    Route{Method::put, "/v1/shows/{id}", "update_show", writes(Scope::shows_write, BodyKind::json, update_show)},
    Route{Method::delete_, "/v1/shows/{id}", "delete_show", writes(Scope::shows_write, BodyKind::none, delete_show)},
    Route{Method::get, "/v1/search", "search", reads(Scope::episodes_read, search)},
    Route{Method::get, "/v1/schedule", "get_schedule", reads(Scope::schedule_read, get_schedule)},
    Route{Method::put, "/v1/schedule", "put_schedule", writes(Scope::schedule_write, BodyKind::json, put_schedule)},
    Route{Method::delete_, "/v1/schedule", "clear_schedule",
          writes(Scope::schedule_write, BodyKind::none, clear_schedule)},
    Route{Method::get, "/v1/now-playing", "get_now_playing", reads(Scope::schedule_read, get_now_playing)},
};

constexpr std::size_t max_json_bytes = 1'048'576;

bool has_parameter(const Route& route) {
    return route.pattern.find('{') != std::string_view::npos;
}

/// `/v1/episodes/upload` is a path of its own, not an episode of that name: plain patterns decide alone.
http::Found<Endpoint> find(Method method, std::string_view path) {
    static const auto split = [](bool with_parameter) {
        std::vector<Route> part;
        std::ranges::copy_if(routes, std::back_inserter(part),
                             [&](const Route& route) { return has_parameter(route) == with_parameter; });
        return part;
    };
    static const std::vector<Route> plain = split(false);
    static const std::vector<Route> named = split(true);
    auto found = http::find_route<Endpoint>(plain, method, path);
    return found.match != http::Match::no_such_path ? found : http::find_route<Endpoint>(named, method, path);
}

/// 1 to 255 visible ASCII characters (publishing-v1.md, section 7).
bool is_idempotency_key(std::string_view text) {
    return !text.empty() && text.size() <= 255 &&
           std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

/// A body without a type is JSON.
bool names_json(std::string_view content_type) {
    const std::string_view type = trim_ascii(content_type.substr(0, content_type.find(';')));
    return type.empty() || equals_ignoring_case(type, "application/json");
}

http::Response to_stranger(const http::Request& request, http::Response response) {
    allow_any_origin(response);
    return request.method == Method::head ? without_body(std::move(response)) : std::move(response);
}

http::Response too_many(const http::Request& request, const RateVerdict& verdict) {
    http::Response response = error_answer(429, "Rate limit exceeded");
    response.header("Retry-After", std::to_string(verdict.retry_after));
    return to_stranger(request, std::move(response));
}

class PublishingHandler final : public http::Handler {
public:
    explicit PublishingHandler(const PublishingDependencies& dependencies) : services_(dependencies) {}

    std::optional<http::Response> answer_from_memory(const http::Request& request) override;
    http::Decision decide(const http::Request& request) override;
    http::Response failure(int status, std::string_view message) override;
    std::string_view family() const override { return "publishing"; }

private:
    http::Decision admit(const http::Request& request, http::Found<Endpoint> found,
                         std::shared_ptr<const app::publishing::ApiKey> key);
    http::Decision read_body(const http::Request& request, const Endpoint& endpoint, Call call);

    Services services_;
};

/// The checks of publishing-v1.md, 2.3, for the two reads that are asked most. Whatever is not a plain success from
/// memory is left to `decide`, before anything was charged.
std::optional<http::Response> PublishingHandler::answer_from_memory(const http::Request& request) {
    constexpr std::string_view episodes = "/v1/episodes";
    const bool is_read = request.method == Method::get || request.method == Method::head;
    if (!is_read || !request.path.starts_with(episodes)) return std::nullopt;
    const std::string_view text = request.headers.get("X-API-Key");
    if (text.empty() || !services_.limiter.check_address(request.client).is_allowed) return std::nullopt;
    const auto key = services_.keyring->find_remembered(text);
    if (!key || !key->scopes.contains(Scope::episodes_read)) return std::nullopt;

    const std::string name = ResponseCache::name_of(key->workspace.value, request.path, request.query);
    const std::uint64_t version = services_.catalog.versions().of(key->workspace);
    http::SharedBytes body = services_.cache.find(name, version, services_.clock.now());
    if (!body) return std::nullopt;

    services_.keyring->note_use(*key);
    Call call;
    call.rate = services_.limiter.take(key->id.value, Bucket::reads);
    call.is_head = request.method == Method::head;
    if (!call.rate.is_allowed) return complete(call, error_answer(429, "Rate limit exceeded"));
    return complete(call, http::Response::shared(200, std::string{json_type}, std::move(body)));
}

http::Decision PublishingHandler::decide(const http::Request& request) {
    http::Found<Endpoint> found = find(request.method, request.path);
    if (found.match == http::Match::no_such_path) return to_stranger(request, error_answer(404, "Not found"));
    if (found.match == http::Match::wrong_method) {
        if (request.method == Method::options) return options_answer(std::move(found.allow));
        http::Response response = error_answer(405, "Method not allowed");
        response.header("Allow", std::move(found.allow));
        return to_stranger(request, std::move(response));
    }

    const RateVerdict address = services_.limiter.check_address(request.client);
    if (!address.is_allowed) return too_many(request, address);
    const std::string_view text = request.headers.get("X-API-Key");
    if (text.empty()) {
        services_.limiter.count_stranger(request.client);
        return to_stranger(request, error_answer(401, "Missing X-API-Key header"));
    }
    Result<std::shared_ptr<const app::publishing::ApiKey>> key = services_.keyring->find(text);
    if (!key) return to_stranger(request, error_answer(key.error()));
    if (!*key) {
        services_.limiter.count_stranger(request.client);
        return to_stranger(request, error_answer(403, "Invalid or disabled API key"));
    }
    return admit(request, std::move(found), std::move(*key));
}

http::Decision PublishingHandler::admit(const http::Request& request, http::Found<Endpoint> found,
                                        std::shared_ptr<const app::publishing::ApiKey> key) {
    const Endpoint& endpoint = found.route->endpoint;
    services_.keyring->note_use(*key);
    Call call;
    call.key = std::move(key);
    call.operation = found.route->name;
    call.parameters = std::move(found.parameters);
    call.path = request.path;
    call.query = request.query;
    call.content_length = request.content_length;
    call.content_type = std::string{request.headers.get("Content-Type")};
    call.is_head = request.method == Method::head;
    call.now = services_.clock.now();

    const bool is_upload = endpoint.body == BodyKind::upload;
    if (is_upload) call.upload_place = services_.limiter.begin_upload(call.key->id.value);
    if (is_upload && !call.upload_place) {
        call.rate = services_.limiter.peek(call.key->id.value, endpoint.bucket);
        http::Response response = error_answer(429, "Rate limit exceeded");
        if (call.rate.is_allowed) response.header("Retry-After", "1");
        return complete(call, std::move(response));
    }
    call.rate = services_.limiter.take(call.key->id.value, endpoint.bucket);
    if (!call.rate.is_allowed) return complete(call, error_answer(429, "Rate limit exceeded"));
    if (!call.key->scopes.contains(endpoint.scope)) {
        const std::string scope{domain::to_string(endpoint.scope)};
        return complete(call, error_answer(403, "API key is missing required scope: " + scope));
    }
    return read_body(request, endpoint, std::move(call));
}

http::Decision PublishingHandler::read_body(const http::Request& request, const Endpoint& endpoint, Call call) {
    const auto too_large = [](const Call& c) {
        http::Response response = complete(c, error_answer(413, "Request body is too large"));
        response.close = true;
        return response;
    };
    const bool is_json = endpoint.body == BodyKind::json;
    if (is_json && request.content_length.value_or(0) > max_json_bytes) return too_large(call);
    if (endpoint.keyed == Keyed::yes) {
        if (const auto given = request.headers.find("X-Idempotency-Key")) {
            if (!is_idempotency_key(*given)) {
                return complete(call,
                                error_answer(400, "X-Idempotency-Key must be 1 to 255 printable ASCII characters"));
            }
            call.idempotency_key = std::string{*given};
        }
    }
    if (endpoint.body == BodyKind::upload) return open_upload(services_, std::move(call));
    if (!is_json || !request.has_body) return complete(call, endpoint.answer(services_, call, {}));
    if (!names_json(call.content_type))
        return complete(call, error_answer(400, "Content-Type must be application/json"));

    const auto shared = std::make_shared<const Call>(std::move(call));
    return http::buffer_body(
        max_json_bytes,
        [this, shared, answer = endpoint.answer](std::string body) {
            return complete(*shared, answer(services_, *shared, body));
        },
        [shared, too_large] { return too_large(*shared); });
}

http::Response PublishingHandler::failure(int status, std::string_view message) {
    http::Response response = error_answer(status, message);
    if (status == 503) response.header("Retry-After", "1");
    allow_any_origin(response);
    return response;
}

}  // namespace

std::shared_ptr<http::Handler> make_publishing_handler(PublishingDependencies dependencies) {
    return std::make_shared<PublishingHandler>(dependencies);
}

std::vector<OperationReference> publishing_operations() {
    std::vector<OperationReference> operations;
    for (const Route& route : routes) {
        operations.push_back({route.method, route.pattern, route.name, domain::to_string(route.endpoint.scope)});
    }
    return operations;
}

}  // namespace mooring::api::publishing
