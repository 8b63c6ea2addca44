#include "mooring/api/anchor/credential.hpp"

#include "mooring/api/people/cookies.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::anchor {
namespace {

Refusal unauthorized(std::string message) {
    return {401, "unauthorized", std::move(message)};
}

Checked<PrincipalPtr> by_bearer(const people::Services& people, std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (!equals_ignoring_case(authorization.substr(0, scheme.size()), scheme)) {
        return unauthorized("credential not valid");
    }
    const std::string_view token = trim_ascii(authorization.substr(scheme.size()));
    MOORING_TRY(const app::accounts::BearerAnswer answer, people.credentials.find_bearer(token));
    if (answer.is_expired) return unauthorized("session expired");
    // Tokens of other apps never reach these families (accounts-oauth.md, section 10).
    const bool is_ours =
        answer.principal && answer.principal->account && answer.principal->app == domain::creators_app_id;
    if (!is_ours) return unauthorized("credential not valid");
    return answer.principal;
}

}  // namespace

Checked<PrincipalPtr> find_credential(const people::Services& people, const http::Request& request,
                                      SessionCookies accepted) {
    if (const auto authorization = request.headers.find("Authorization")) return by_bearer(people, *authorization);
    const app::accounts::PresentedCookies cookies = people::session_cookies(request);
    // Here `anchorpw_s` comes before `sp_dc`.
    app::accounts::PresentedCookies connector_only;
    connector_only.anchorpw_s = cookies.anchorpw_s;
    const bool takes_all = accepted == SessionCookies::all;
    if (takes_all ? cookies.is_empty() : connector_only.is_empty()) return PrincipalPtr{};
    MOORING_TRY(PrincipalPtr principal, people.credentials.find_session(connector_only));
    if (!principal && takes_all) {
        MOORING_TRY(principal, people.credentials.find_browser_session(cookies));
    }
    if (!principal) {
        MOORING_TRY(const bool has_expired, people.credentials.has_expired(connector_only));
        return unauthorized(has_expired ? "session expired" : "credential not valid");
    }
    if (principal->session) people.credentials.note_use(*principal->session, request.client.to_string());
    return principal;
}

}  // namespace mooring::api::anchor
