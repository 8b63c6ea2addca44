#include "mooring/api/telemetry/telemetry_handler.hpp"

#include <string>
#include <utility>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/app/measuring/play_token.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::telemetry {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::string_view events_path = "/t/v1/events";
constexpr std::string_view token_path = "/t/v1/token";
constexpr std::string_view bearer_scheme = "bearer ";

Response json_answer(int status, std::string text) {
    Response response = Response::text(status, "application/json", std::move(text));
    response.header("Access-Control-Allow-Origin", "*");
    response.header("Cache-Control", "no-store");
    response.header("X-Content-Type-Options", "nosniff");
    return response;
}

Response refusal(int status, std::string_view message, std::string_view field = {}) {
    JsonWriter json;
    json.begin_object().name("error").begin_object().member("message", message);
    if (!field.empty()) json.member("field", field);
    return json_answer(status, json.end_object().end_object().take());
}

Response refusal_of(const Error& error) {
    switch (error.code) {
        case Errc::invalid_argument: return refusal(400, error.message, error.field);
        case Errc::too_large: return refusal(413, error.message);
        default: break;
    }
    Response response = refusal(503, "events cannot be kept at the moment; send the same batch again");
    response.header("Retry-After", "5");
    return response;
}

Response answer_of(const app::measuring::TakenEvents& taken) {
    JsonWriter json;
    json.begin_object();
    json.member("accepted", static_cast<std::int64_t>(taken.accepted));
    json.member("duplicate", static_cast<std::int64_t>(taken.duplicate));
    json.name("rejected").begin_array();
    for (const auto& event : taken.rejected) {
        json.begin_object().member("id", event.id).member("reason", event.reason).end_object();
    }
    return json_answer(202, json.end_array().end_object().take());
}

Response preflight(std::string_view methods) {
    Response response = Response::empty(204);
    response.header("Access-Control-Allow-Origin", "*");
    response.header("Access-Control-Allow-Methods", std::string{methods});
    response.header("Access-Control-Allow-Headers", "Content-Type, Authorization");
    response.header("Access-Control-Max-Age", "86400");
    response.header("Allow", std::string{methods} + ", OPTIONS");
    return response;
}

class TelemetryHandler final : public http::Handler {
public:
    TelemetryHandler(const Services& services, std::shared_ptr<http::Handler> next)
        : services_(services), limiter_(services.limit), next_(std::move(next)) {}

    std::optional<Response> answer_from_memory(const Request& request) override {
        return is_ours(request) ? std::nullopt : next_->answer_from_memory(request);
    }

    http::Decision decide(const Request& request) override {
        if (!is_ours(request)) return next_->decide(request);
        if (request.path == events_path) return decide_events(request);
        if (request.path == token_path) return decide_token(request);
        return refusal(404, "there is no such endpoint");
    }

    Response failure(int status, std::string_view message) override { return next_->failure(status, message); }
    std::string_view family() const override { return next_->family(); }

private:
    static bool is_ours(const Request& request) { return request.path.starts_with("/t/v1/"); }

    std::optional<Response> limit(const Request& request) {
        const auto wait = limiter_.refuse(request.client, services_.clock.now());
        if (!wait) return std::nullopt;
        Response response = refusal(429, "too many batches; send the same ones later");
        response.header("Retry-After", std::to_string(*wait));
        return response;
    }

    /// Who is signed in; an error when a bearer is sent that is not good.
    Result<std::shared_ptr<const app::accounts::Principal>> principal_of(const Request& request) {
        const std::string_view header = request.headers.get("Authorization");
        if (header.empty()) return std::shared_ptr<const app::accounts::Principal>{};
        const bool is_bearer = header.size() > bearer_scheme.size() &&
                               to_lower_ascii(header.substr(0, bearer_scheme.size())) == bearer_scheme;
        if (!is_bearer) return Error{Errc::unauthenticated, "the credential is no bearer token"};
        MOORING_TRY(const auto answer, services_.credentials.find_bearer(header.substr(bearer_scheme.size())));
        if (!answer.principal) return Error{Errc::unauthenticated, "the bearer token is not good"};
        return answer.principal;
    }

    http::Decision decide_events(const Request& request) {
        if (request.method == Method::options) return preflight("POST");
        if (request.method != Method::post) {
            Response response = refusal(405, "events are sent with POST");
            response.header("Allow", "POST, OPTIONS");
            return response;
        }
        if (auto refused = limit(request)) return std::move(*refused);
        auto principal = principal_of(request);
        if (!principal) {
            return principal.error().code == Errc::unauthenticated ? refusal(401, principal.error().message)
                                                                   : refusal_of(principal.error());
        }
        return http::buffer_body(
            analytics::max_telemetry_bytes,
            [this, sender = sender_of(request, std::move(*principal))](const std::string& body) {
                const auto taken = services_.desk.take(body, sender.view(), services_.clock.now());
                return taken ? answer_of(*taken) : refusal_of(taken.error());
            },
            [] { return refusal(413, "a batch has at most 65536 bytes"); });
    }

    /// The parts of a request that are looked at after its head has gone.
    struct Sender {
        IpAddress address;
        std::string user_agent, referrer, sec_gpc, dnt;
        std::shared_ptr<const app::accounts::Principal> principal;

        app::measuring::EventSender view() const {
            return {.address = address,
                    .headers = {.user_agent = user_agent, .referrer = referrer, .sec_gpc = sec_gpc, .dnt = dnt},
                    .principal = principal};
        }
    };
    static Sender sender_of(const Request& request, std::shared_ptr<const app::accounts::Principal> principal) {
        const auto header = [&](std::string_view name) { return std::string{request.headers.get(name)}; };
        return {request.client,    header("User-Agent"), header("Referer"),
                header("Sec-GPC"), header("DNT"),        std::move(principal)};
    }

    http::Decision decide_token(const Request& request) {
        if (request.method == Method::options) return preflight("GET");
        if (request.method != Method::get) {
            Response response = refusal(405, "a play token is asked for with GET");
            response.header("Allow", "GET, OPTIONS");
            return response;
        }
        if (auto refused = limit(request)) return std::move(*refused);
        const auto parameters = request.parameters();
        const auto key = parameters.find("episode");
        if (!key || !domain::is_public_key(*key)) return refusal(404, "there is no such episode", "episode");
        const auto fact = services_.media.get(*key);
        if (!fact) return refusal_of(fact.error());
        const Instant now = services_.clock.now();
        if (!*fact || !(*fact)->is_visible(now)) return refusal(404, "there is no such episode", "episode");
        JsonWriter json;
        json.begin_object().member("token", app::measuring::make_play_token(services_.secret, services_.random, *key,
                                                                            request.headers.get("User-Agent"), now));
        json.member("expires_in", std::chrono::seconds{app::measuring::play_token_life}.count());
        return json_answer(200, json.end_object().take());
    }

    const Services services_;
    app::delivering::AddressLimiter limiter_;
    const std::shared_ptr<http::Handler> next_;
};

}  // namespace

std::shared_ptr<http::Handler> make_telemetry_handler(const Services& services, std::shared_ptr<http::Handler> next) {
    return std::make_shared<TelemetryHandler>(services, std::move(next));
}

}  // namespace mooring::api::telemetry
