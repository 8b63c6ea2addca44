#include "mooring/api/anchor/origin_check.hpp"

#include <algorithm>
#include <array>

namespace mooring::api::anchor {
namespace {

constexpr std::array<std::string_view, 3> known_origins{"https://creators.spotify.com",
                                                        "https://podcasters.spotify.com", "https://anchor.fm"};

/// `https://host[:port]` of an address.
std::string_view origin_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == url.npos) return {};
    return url.substr(0, std::min(url.size(), url.find('/', scheme + 3)));
}

}  // namespace

bool is_allowed_origin(const OriginRules& rules, const http::Request& request, std::string_view origin) {
    return std::ranges::find(known_origins, origin) != known_origins.end() ||
           std::ranges::find(rules.added, origin) != rules.added.end() ||
           people::is_own_origin(rules.people, request, origin);
}

std::optional<Refusal> refuse_origin(const OriginRules& rules, const http::Request& request, bool is_by_cookie) {
    const Refusal refusal{403, "origin_not_allowed", "requests from this origin are not allowed"};
    if (const auto origin = request.headers.find("Origin")) {
        return is_allowed_origin(rules, request, *origin) ? std::nullopt : std::optional{refusal};
    }
    const auto referer = request.headers.find("Referer");
    if (!is_by_cookie || !referer || referer->empty()) return std::nullopt;
    return is_allowed_origin(rules, request, origin_of(*referer)) ? std::nullopt : std::optional{refusal};
}

void allow_reading(const OriginRules& rules, const http::Request& request, http::Response& response) {
    const auto origin = request.headers.find("Origin");
    if (!origin || !is_allowed_origin(rules, request, *origin)) return;
    response.header("Access-Control-Allow-Origin", std::string{*origin});
    response.header("Access-Control-Allow-Credentials", "true").header("Vary", "Origin");
}

http::Response preflight_answer(const OriginRules& rules, const http::Request& request) {
    http::Response response = http::Response::empty(204);
    allow_reading(rules, request, response);
    response.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
    if (const auto wanted = request.headers.find("Access-Control-Request-Headers")) {
        response.header("Access-Control-Allow-Headers", std::string{*wanted});
    }
    return response.header("Access-Control-Max-Age", "600");
}

}  // namespace mooring::api::anchor
