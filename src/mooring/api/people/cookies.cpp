#include "mooring/api/people/cookies.hpp"

#include <algorithm>
#include <chrono>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::people {
namespace {

void set_cookie(http::Response& response, std::string_view name, std::string_view value,
                std::optional<std::chrono::seconds> life, bool is_secure) {
    std::string text{name};
    text += '=';
    text += value;
    text += "; Path=/; HttpOnly; SameSite=Lax";
    if (life) text += "; Max-Age=" + std::to_string(life->count());
    if (is_secure) text += "; Secure";
    response.header("Set-Cookie", std::move(text));
}

}  // namespace

std::vector<std::string_view> cookie_values(const http::Request& request, std::string_view name) {
    std::vector<std::string_view> values;
    for (const http::Header& header : request.headers.all()) {
        if (!equals_ignoring_case(header.name, "Cookie")) continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            const std::string_view pair = trim_ascii(rest.substr(0, rest.find(';')));
            rest.remove_prefix(std::min(rest.find(';'), rest.size() - 1) + 1);
            const auto equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            std::string_view value = pair.substr(equals + 1);
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
                value = value.substr(1, value.size() - 2);
            }
            values.push_back(value);
        }
    }
    return values;
}

app::accounts::PresentedCookies session_cookies(const http::Request& request) {
    return {cookie_values(request, "sp_dc"), cookie_values(request, "sp_key"), cookie_values(request, "anchorpw_s")};
}

void set_session_cookies(http::Response& response, const app::accounts::StartedSession& started, bool is_secure) {
    const app::accounts::Session& session = started.session;
    std::optional<std::chrono::seconds> life;
    if (session.expires_at) life = std::chrono::floor<std::chrono::seconds>(*session.expires_at - session.created_at);
    set_cookie(response, "sp_dc", started.sp_dc, life, is_secure);
    set_cookie(response, "sp_key", started.sp_key, life, is_secure);
    set_cookie(response, "anchorpw_s", percent_encode(started.anchorpw_s), life, is_secure);
}

void clear_session_cookies(http::Response& response, bool is_secure) {
    for (const std::string_view name : {"sp_dc", "sp_key", "anchorpw_s"}) {
        set_cookie(response, name, "", std::chrono::seconds{0}, is_secure);
    }
}

}  // namespace mooring::api::people
