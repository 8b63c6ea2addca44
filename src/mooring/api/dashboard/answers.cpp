#include "mooring/api/dashboard/answers.hpp"

#include <utility>

#include "mooring/base/log.hpp"

namespace mooring::api::dashboard {
namespace {

int status_of(Errc code) {
    switch (code) {
        case Errc::invalid_argument:
        case Errc::corrupt: return 400;
        case Errc::unauthenticated: return 401;
        case Errc::forbidden: return 403;
        case Errc::not_found: return 404;
        case Errc::conflict: return 409;
        case Errc::gone: return 410;
        case Errc::too_large: return 413;
        case Errc::unsupported: return 415;
        case Errc::rate_limited: return 429;
        case Errc::internal: return 500;
        case Errc::timeout:
        case Errc::unavailable:
        case Errc::no_space: return 503;
    }
    return 500;
}

}  // namespace

http::Response json_answer(int status, std::string body) {
    http::Response response = http::Response::text(status, "application/json", std::move(body));
    response.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    return response;
}

http::Response no_content() {
    http::Response response = http::Response::empty(204);
    response.header("Cache-Control", "no-store");
    return response;
}

http::Response error_answer(int status, std::string_view code, std::string_view message, std::string_view field) {
    JsonWriter json;
    json.begin_object().name("error").begin_object();
    json.member("code", code).member("message", message);
    if (!field.empty()) json.member("field", field);
    json.end_object().end_object();
    return json_answer(status, json.take());
}

http::Response error_answer(const Error& error) {
    const int status = status_of(error.code);
    if (status < 500) return error_answer(status, to_string(error.code), error.message, error.field);
    log::warning("a dashboard request was not answered", {{"error", to_string(error.code)}});
    http::Response response = error_answer(status, to_string(error.code), "the server cannot answer now");
    if (status == 503) response.header("Retry-After", "1");
    return response;
}

http::Response error_answer(int status, std::string_view message) {
    switch (status) {
        case 401: return error_answer(status, "unauthenticated", message);
        case 403: return error_answer(status, "forbidden", message);
        case 404: return error_answer(status, "not_found", message);
        case 405: return error_answer(status, "method_not_allowed", message);
        case 413: return error_answer(status, "too_large", message);
        case 429: return error_answer(status, "rate_limited", message);
        case 503: return error_answer(status, "unavailable", message);
        default: return error_answer(status, status < 500 ? "invalid_argument" : "internal", message);
    }
}

}  // namespace mooring::api::dashboard
