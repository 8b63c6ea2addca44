#include "mooring/api/publishing/answers.hpp"

#include "mooring/api/json/json_writer.hpp"

namespace mooring::api::publishing {
namespace {

http::Response unavailable(std::string_view message, int retry_after_seconds) {
    http::Response response = error_answer(503, message);
    response.header("Retry-After", std::to_string(retry_after_seconds));
    return response;
}

std::string_view not_found_message(std::string_view field) {
    if (field == "episode") return "Episode not found";
    if (field == "show") return "Show not found";
    return "Not found";
}

std::string_view conflict_message(std::string_view field) {
    if (field == "key") return "X-Idempotency-Key was already used with a different request";
    if (field == "show") return "Show has episodes and cannot be deleted";
    if (field == "entries") return "Schedule entries overlap";
    return "The request conflicts with what is stored";
}

}  // namespace

http::Response json_answer(int status, std::string body) {
    return http::Response::text(status, std::string{json_type}, std::move(body));
}

http::Response error_answer(int status, std::string_view message) {
    JsonWriter json;
    json.begin_object().member("message", message).end_object();
    return json_answer(status, json.take());
}

http::Response error_answer(const Error& error) {
    switch (error.code) {
        case Errc::invalid_argument:
        case Errc::corrupt:
        case Errc::unsupported: return error_answer(400, error.message);
        case Errc::unauthenticated: return error_answer(401, "Missing X-API-Key header");
        case Errc::forbidden: return error_answer(403, "Invalid or disabled API key");
        case Errc::not_found:
        case Errc::gone: return error_answer(404, not_found_message(error.field));
        case Errc::conflict: return error_answer(409, conflict_message(error.field));
        case Errc::too_large: return error_answer(413, "Request body is too large");
        case Errc::rate_limited: return error_answer(429, "Rate limit exceeded");
        case Errc::timeout:
            if (error.field == "key") {
                http::Response response =
                    error_answer(409, "A request with this X-Idempotency-Key is still in progress");
                response.header("Retry-After", "1");
                return response;
            }
            return unavailable("The server is busy", 1);
        case Errc::unavailable: return unavailable("The server is busy", 1);
        case Errc::no_space: return unavailable("The server's storage is full", 60);
        case Errc::internal: return error_answer(500, "Internal server error");
    }
    return error_answer(500, "Internal server error");
}

void allow_any_origin(http::Response& response) {
    response.header("Access-Control-Allow-Origin", "*");
    response.header("Access-Control-Expose-Headers",
                    "Location, Retry-After, X-Idempotency-Replayed, X-RateLimit-Limit, X-RateLimit-Remaining, "
                    "X-RateLimit-Reset");
}

http::Response options_answer(std::string allow) {
    http::Response response = http::Response::empty(204);
    response.header("Allow", allow);
    response.header("Access-Control-Allow-Methods", std::move(allow));
    response.header("Access-Control-Allow-Headers", "X-API-Key, X-Idempotency-Key, Content-Type");
    response.header("Access-Control-Max-Age", "86400");
    allow_any_origin(response);
    return response;
}

http::Response without_body(http::Response response) {
    response.declared_length = response.body_length();
    response.body.clear();
    return response;
}

}  // namespace mooring::api::publishing
