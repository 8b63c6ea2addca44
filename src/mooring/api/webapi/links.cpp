#include "mooring/api/webapi/links.hpp"

#include <algorithm>

#include "mooring/base/encoding.hpp"
#include "mooring/http/family_router.hpp"

namespace mooring::api::webapi {
namespace {

/// `:8443` of a `Host` as it was sent, or "".
std::string_view port_of(std::string_view host) {
    const auto colon = host.rfind(':');
    if (colon == std::string_view::npos || colon + 1 == host.size()) return {};
    const std::string_view digits = host.substr(colon + 1);
    const bool is_number = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return is_number && digits.size() <= 5 ? host.substr(colon) : std::string_view{};
}

}  // namespace

std::string Links::show(std::string_view id) const {
    return base + "/shows/" + std::string{id};
}

std::string Links::show_episodes(std::string_view id) const {
    return show(id) + "/episodes";
}

std::string Links::episode(std::string_view id) const {
    return base + "/episodes/" + std::string{id};
}

std::string Links::user(std::string_view username) const {
    return base + "/users/" + percent_encode(username);
}

std::string Links::saved_shows() const {
    return base + "/me/shows";
}

std::string Links::saved_episodes() const {
    return base + "/me/episodes";
}

std::string Links::search() const {
    return base + "/search";
}

Links links_of(const http::Request& request, std::string_view public_base) {
    std::string base;
    if (request.by_alias) {
        base.append(request.is_secure ? "https://" : "http://").append(request.host);
        base.append(port_of(request.headers.get("Host")));
    } else {
        base.append(public_base).append(http::family_prefix(http::Family::webapi));
    }
    return {base + "/v1"};
}

}  // namespace mooring::api::webapi
