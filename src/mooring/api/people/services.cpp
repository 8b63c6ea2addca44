#include "mooring/api/people/services.hpp"

#include "mooring/api/people/cookies.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::people {

std::string origin_of_request(const http::Request& request) {
    if (request.host.empty()) return {};
    // `host` was checked; the port is taken from what was sent.
    const std::string_view sent = request.headers.get("Host");
    const auto colon = sent.rfind(':');
    const bool has_port = colon != std::string_view::npos && sent.find(']', colon) == std::string_view::npos &&
                          sent.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
    std::string origin = (request.is_secure ? "https://" : "http://") + request.host;
    if (has_port && colon + 1 < sent.size()) origin += sent.substr(colon);
    return origin;
}

std::string base_of_request(const http::Request& request) {
    return origin_of_request(request) + request.family_prefix;
}

bool is_own_origin(const Services& services, const http::Request& request, std::string_view origin) {
    return equals_ignoring_case(origin, origin_of_request(request)) ||
           equals_ignoring_case(origin, services.public_origin);
}

bool is_secure(const Services& services, const http::Request& request) {
    return request.is_secure || services.public_origin.starts_with("https:");
}

Result<std::shared_ptr<const app::accounts::Principal>> signed_in(const Services& services,
                                                                  const http::Request& request) {
    MOORING_TRY(const auto principal, services.credentials.find_browser_session(session_cookies(request)));
    if (principal) services.credentials.note_use(*principal->session, request.client.to_string());
    return principal;
}

}  // namespace mooring::api::people
