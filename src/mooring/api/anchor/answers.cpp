#include "mooring/api/anchor/answers.hpp"

namespace mooring::api::anchor {
namespace {

std::string_view code_of_status(int status) {
    switch (status) {
        case 401: return "unauthorized";
        case 403: return "forbidden";
        case 404: return "not_found";
        case 405: return "method_not_allowed";
        case 408: return "timeout";
        case 411: return "length_required";
        case 413: return "body_too_large";
        case 429: return "rate_limited";
        case 431: return "headers_too_large";
        case 503: return "unavailable";
        case 507: return "no_space";
        default: return status >= 500 ? "internal" : "bad_request";
    }
}

int status_of(Errc code) {
    switch (code) {
        case Errc::invalid_argument:
        case Errc::unsupported:
        case Errc::corrupt: return 400;
        case Errc::unauthenticated: return 401;
        case Errc::forbidden: return 403;
        case Errc::not_found:
        case Errc::gone: return 404;
        case Errc::timeout: return 408;
        case Errc::conflict: return 409;
        case Errc::too_large: return 413;
        case Errc::rate_limited: return 429;
        case Errc::unavailable: return 503;
        case Errc::no_space: return 507;
        case Errc::internal: return 500;
    }
    return 500;
}

}  // namespace

Refusal invalid_field(std::string_view place, std::string_view name, std::string_view what) {
    std::string message{place};
    message.append(".").append(name).append(" ").append(what);
    return {400, "invalid_field", std::move(message), std::string{name}};
}

Refusal missing_field(std::string_view name) {
    return {400, "missing_field", "body." + std::string{name} + " is required", std::string{name}};
}

Refusal missing_query(std::string_view name) {
    return {400, "missing_query_parameter", "query." + std::string{name} + " is required", std::string{name}};
}

Refusal not_found() {
    return {404, "not_found", "not found"};
}

Refusal refusal_of(const Error& error) {
    const int status = status_of(error.code);
    if (status == 404) return not_found();
    if (status == 400) return {400, "invalid_field", error.message, error.field};
    if (status == 409 && error.field == "slug") return {409, "slug_taken", error.message, "webStationId"};
    if (status == 409 && error.field == "media") return {409, "media_not_ready", error.message};
    return {status, status == 409 ? "conflict" : code_of_status(status),
            status == 500 ? "something broke here" : error.message};
}

http::Response json_answer(int status, std::string body) {
    auto response = http::Response::text(status, "application/json; charset=utf-8", std::move(body));
    response.header("Cache-Control", "no-store");
    return response;
}

http::Response error_answer(const Refusal& refusal) {
    JsonWriter json;
    json.begin_object().member("statusCode", refusal.status).member("status", refusal.status);
    json.member("code", refusal.code).member("error", http::reason_phrase(refusal.status));
    json.member("message", refusal.message);
    if (!refusal.parameter.empty()) json.member("parameter", refusal.parameter);
    json.end_object();
    http::Response response = json_answer(refusal.status, json.take());
    if (refusal.status == 401) response.header("WWW-Authenticate", "Bearer realm=\"mooring\"");
    const std::int64_t wait = refusal.status == 503 ? 1 : refusal.retry_after;
    if (wait > 0) response.header("Retry-After", std::to_string(wait));
    return response;
}

http::Response error_answer(int status, std::string_view message) {
    return error_answer(Refusal{status, code_of_status(status), std::string{message}});
}

http::Response completed(Answer answer) {
    return answer ? *std::move(answer) : error_answer(answer.error());
}

}  // namespace mooring::api::anchor
