#include "mooring/delivery/answers.hpp"

#include <utility>

#include "mooring/base/encoding.hpp"

namespace mooring::delivery {

Response plain_answer(int status, std::string_view text) {
    Response response = Response::text(status, "text/plain; charset=utf-8", std::string{text} + "\n");
    response.header("Cache-Control", "no-store");
    response.header("X-Content-Type-Options", "nosniff");
    return response;
}

Response not_found() {
    return plain_answer(404, "There is nothing at this address.");
}

Response gone() {
    return plain_answer(410, "This was removed by its owner.");
}

Response unavailable() {
    Response response = plain_answer(503, "This cannot be served at the moment. Please try again soon.");
    response.header("Retry-After", "30");
    return response;
}

Response too_many_requests(std::int64_t retry_after_seconds) {
    Response response = plain_answer(429, "Too many requests from this address.");
    response.header("Retry-After", std::to_string(retry_after_seconds));
    return response;
}

Response moved_permanently(std::string location, std::int64_t max_age_seconds) {
    Response response = Response::redirect(301, header_url(location));
    response.header("Cache-Control",
                    max_age_seconds > 0 ? "public, max-age=" + std::to_string(max_age_seconds) : "no-store");
    return response;
}

Response found_at(std::string_view location) {
    Response response = Response::redirect(302, header_url(location));
    response.header("Cache-Control", "no-store");
    return response;
}

Response method_not_allowed(std::string allow) {
    Response response = plain_answer(405, "This address answers " + allow + ".");
    response.header("Allow", std::move(allow));
    return response;
}

Response answer_of(const Error& error) {
    switch (error.code) {
        case Errc::invalid_argument: return plain_answer(400, "This request is not understood.");
        case Errc::not_found: return not_found();
        case Errc::gone: return gone();
        case Errc::conflict: return plain_answer(409, "This contradicts what is stored.");
        case Errc::unauthenticated: return plain_answer(401, "This is private.");
        case Errc::forbidden: return plain_answer(403, "This is not allowed.");
        case Errc::rate_limited: return too_many_requests(1);
        case Errc::too_large: return plain_answer(413, "This is too large.");
        case Errc::unsupported: return plain_answer(501, "This is not offered here.");
        case Errc::corrupt:
        case Errc::timeout:
        case Errc::unavailable:
        case Errc::no_space: return unavailable();
        case Errc::internal: return plain_answer(500, "Something went wrong here.");
    }
    return plain_answer(500, "Something went wrong here.");
}

Response without_body_for_head(const Request& request, Response response) {
    if (request.method != http::Method::head || response.body.empty()) return response;
    response.declared_length = response.body_length();
    response.body.clear();
    return response;
}

std::string header_url(std::string_view url) {
    std::string ascii;
    ascii.reserve(url.size());
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f) {
            ascii.push_back(c);
        } else {
            ascii += percent_encode(std::string_view{&c, 1});
        }
    }
    return ascii;
}

}  // namespace mooring::delivery
