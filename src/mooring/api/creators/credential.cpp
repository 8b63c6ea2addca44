#include "mooring/api/creators/credential.hpp"

#include "mooring/api/people/cookies.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::creators {
namespace {

using PrincipalPtr = std::shared_ptr<const app::accounts::Principal>;

Refusal unauthorized(std::string message) {
    return {401, "unauthorized", std::move(message)};
}

Checked<PrincipalPtr> by_bearer(const Services& services, std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (!equals_ignoring_case(authorization.substr(0, scheme.size()), scheme)) {
        return unauthorized("credential not valid");
    }
    const std::string_view token = trim_ascii(authorization.substr(scheme.size()));
    MOORING_TRY(const app::accounts::BearerAnswer answer, services.people.credentials.find_bearer(token));
    if (answer.is_expired) return unauthorized("session expired");
    // Tokens of other apps never reach this family (accounts-oauth.md, section 10).
    const bool is_ours =
        answer.principal && answer.principal->account && answer.principal->app == domain::creators_app_id;
    if (!is_ours) return unauthorized("credential not valid");
    return answer.principal;
}

}  // namespace

Checked<PrincipalPtr> find_credential(const Services& services, const http::Request& request) {
    if (const auto authorization = request.headers.find("Authorization")) return by_bearer(services, *authorization);
    const app::accounts::PresentedCookies cookies = people::session_cookies(request);
    if (cookies.is_empty()) return PrincipalPtr{};
    // Here `anchorpw_s` comes before `sp_dc`.
    app::accounts::PresentedCookies connector_only;
    connector_only.anchorpw_s = cookies.anchorpw_s;
    MOORING_TRY(PrincipalPtr principal, services.people.credentials.find_session(connector_only));
    if (!principal) {
        MOORING_TRY(principal, services.people.credentials.find_browser_session(cookies));
    }
    if (!principal) return unauthorized("credential not valid");
    if (principal->session) services.people.credentials.note_use(*principal->session, request.client.to_string());
    return principal;
}

}  // namespace mooring::api::creators
