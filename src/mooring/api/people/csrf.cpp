#include "mooring/api/people/csrf.hpp"

#include <algorithm>

#include "mooring/api/people/cookies.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::api::people {
namespace {

constexpr std::string_view cookie_name = "mooring_csrf";
constexpr std::size_t cookie_length = 32;

bool is_cookie(std::string_view text) {
    return text.size() == cookie_length && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

std::string sign(const Services& services, std::string_view cookie, std::optional<app::accounts::SessionId> session) {
    std::string text{cookie};
    if (session) text += "\n" + std::to_string(session->value);
    return services.mint.secret.sign("csrf", text);
}

}  // namespace

CsrfToken make_csrf_token(const Services& services, const http::Request& request,
                          std::optional<app::accounts::SessionId> session) {
    const auto cookies = cookie_values(request, cookie_name);
    if (const auto cookie = std::ranges::find_if(cookies, is_cookie); cookie != cookies.end()) {
        return {sign(services, *cookie, session), {}};
    }
    const std::string cookie = random_base62(services.mint.random, cookie_length);
    std::string set = std::string{cookie_name} + "=" + cookie + "; Path=/; HttpOnly; SameSite=Strict";
    if (is_secure(services, request)) set += "; Secure";
    return {sign(services, cookie, session), std::move(set)};
}

bool is_own_form(const Services& services, const http::Request& request, std::string_view token,
                 std::optional<app::accounts::SessionId> session) {
    if (const auto origin = request.headers.find("Origin")) {
        if (!is_own_origin(services, request, *origin)) return false;
    }
    const auto cookies = cookie_values(request, cookie_name);
    return std::ranges::any_of(cookies, [&](std::string_view cookie) {
        return is_cookie(cookie) && equal_in_constant_time(sign(services, cookie, session), token);
    });
}

}  // namespace mooring::api::people
