#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/people/cookies.hpp"
#include "mooring/api/people/csrf.hpp"
#include "mooring/app/accounts/sign_in.hpp"

// Signing in as the old web site's clients do. What keeps other sites out is the origin, which the handler
// checks; the token is handed out because clients look for it.

namespace mooring::api::creators {

http::Response csrf_token(const Services& services, const http::Request& request) {
    const people::CsrfToken csrf = people::make_csrf_token(services.people, request, {});
    JsonWriter json;
    json.begin_object().member("csrfToken", csrf.token).end_object();
    http::Response response = json_answer(json);
    if (csrf.new_cookie) response.header("Set-Cookie", *csrf.new_cookie);
    return response;
}

void old_sign_in(const Services& services, const http::Request& request, const Body& body, people::Done done) {
    auto email = body.text("email");
    auto password = body.text("password");
    if (!email) return done(error_answer(email.error()));
    if (!password) return done(error_answer(password.error()));
    if (!*email) return done(error_answer(missing_field("email")));
    if (!*password) return done(error_answer(missing_field("password")));
    app::accounts::SignInRequest wanted{
        **email, app::accounts::Password{std::move(**password)}, request.client,
        app::accounts::browser_session(true, request.headers.get("User-Agent"), request.client.to_string())};
    services.people.sign_in.sign_in(
        std::move(wanted), [&services, &request, done](Result<app::accounts::SignInAnswer> answer) {
            if (!answer) return done(error_answer(refusal_of(answer.error())));
            if (answer->wait) {
                return done(error_answer(Refusal{429, "rate_limited", "too many tries", {}, answer->wait->count()}));
            }
            if (!answer->session) {
                return done(error_answer(Refusal{401, "unauthorized", "e-mail or password not valid"}));
            }
            JsonWriter json;
            json.begin_object().flag("success", true).end_object();
            http::Response response = json_answer(json);
            people::set_session_cookies(response, *answer->session, people::is_secure(services.people, request));
            done(std::move(response));
        });
}

}  // namespace mooring::api::creators
