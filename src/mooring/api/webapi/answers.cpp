#include "mooring/api/webapi/answers.hpp"

#include "mooring/api/json/json_writer.hpp"

namespace mooring::api::webapi {
namespace {

constexpr std::string_view json_type = "application/json; charset=utf-8";

http::Response unavailable(int retry_after_seconds) {
    http::Response response = error_answer(503, "Service unavailable");
    response.header("Retry-After", std::to_string(retry_after_seconds));
    return response;
}

/// 401. Without a token there is nothing wrong with one, so the challenge says less (RFC 6750, 3.1).
http::Response unauthorized(std::string_view message, bool was_sent) {
    std::string challenge = R"(Bearer realm="spotify")";
    if (was_sent) challenge.append(R"(, error="invalid_token", error_description=")").append(message).append("\"");
    http::Response response = error_answer(401, message);
    response.header("WWW-Authenticate", std::move(challenge));
    return response;
}

}  // namespace

http::Response json_answer(int status, std::string body) {
    return http::Response::text(status, std::string{json_type}, std::move(body));
}

http::Response json_answer(int status, http::SharedBytes body) {
    return http::Response::shared(status, std::string{json_type}, std::move(body));
}

http::Response error_answer(int status, std::string_view message) {
    JsonWriter json;
    json.begin_object().name("error").begin_object();
    json.member("status", status).member("message", message).end_object().end_object();
    return json_answer(status, json.take());
}

http::Response error_answer(const Error& error) {
    switch (error.code) {
        case Errc::invalid_argument: return error_answer(400, error.message);
        case Errc::unauthenticated: return refuse(Refusal::invalid_token);
        case Errc::forbidden: return refuse(Refusal::insufficient_scope);
        case Errc::not_found:
        case Errc::gone: return no_such_id();
        case Errc::too_large: return error_answer(413, "Request body is too large");
        case Errc::rate_limited: return over_the_limit(1);
        case Errc::conflict:  // nothing of this family contradicts what is stored: two writes met, and one may retry
        case Errc::timeout:
        case Errc::unavailable: return unavailable(1);
        case Errc::no_space: return unavailable(60);
        case Errc::corrupt:
        case Errc::unsupported:
        case Errc::internal: return error_answer(500, "Server error");
    }
    return error_answer(500, "Server error");
}

http::Response failure_answer(int status, std::string_view message) {
    if (status == 500) return error_answer(status, "Server error");
    if (status == 503) return unavailable(1);
    return error_answer(status, message);
}

http::Response refuse(Refusal refusal) {
    switch (refusal) {
        case Refusal::wrong_scheme: return error_answer(400, "Only valid bearer authentication supported");
        case Refusal::no_token: return unauthorized("No token provided", false);
        case Refusal::invalid_token: return unauthorized("Invalid access token", true);
        // At least one client compares this text to the letter before it refreshes.
        case Refusal::expired_token: return unauthorized("The access token expired", true);
        case Refusal::insufficient_scope: return error_answer(403, "Insufficient client scope");
        case Refusal::needs_user: return error_answer(403, "This request requires user authentication");
    }
    return error_answer(500, "Server error");
}

http::Response no_such_id() {
    return error_answer(404, "non existing id");
}

http::Response no_such_service() {
    return error_answer(404, "Service not found");
}

http::Response wrong_method(std::string allow) {
    http::Response response = error_answer(405, "Method not allowed");
    response.header("Allow", std::move(allow));
    return response;
}

http::Response over_the_limit(std::int64_t retry_after_seconds) {
    http::Response response = error_answer(429, "API rate limit exceeded");
    response.header("Retry-After", std::to_string(retry_after_seconds));
    return response;
}

}  // namespace mooring::api::webapi
