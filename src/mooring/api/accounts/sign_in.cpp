#include "mooring/app/accounts/sign_in.hpp"

#include <utility>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/accounts/pages.hpp"
#include "mooring/api/people/cookies.hpp"
#include "mooring/api/people/csrf.hpp"
#include "mooring/app/accounts/audit.hpp"
#include "mooring/app/accounts/sign_in_target.hpp"

namespace mooring::api::accounts {
namespace {

using app::accounts::CatalogTransaction;
using app::accounts::SignInAnswer;
using people::clear_session_cookies;
using people::set_session_cookies;

/// Where to go after signing in: where the person was, or to the overview.
std::string target_of(const http::Request& request, const Form& form) {
    return app::accounts::sign_in_target(form.get("continue"), request.family_prefix + "/home");
}

/// The page with `error` above the form.
http::Response page_again(const Services& services, const http::Request& request, int status, std::string error,
                          std::string email, std::string next) {
    const CsrfToken csrf = make_csrf_token(services, request, {});
    http::Response response = sign_in_page(
        status, {{request.family_prefix, csrf.token, std::move(error)}, std::move(email), std::move(next)});
    if (csrf.new_cookie) response.header("Set-Cookie", *csrf.new_cookie);
    return response;
}

}  // namespace

http::Response show_sign_in(const Services& services, const http::Request& request) {
    const Form query = Form::of_query(request.query);
    const std::string next = target_of(request, query);
    const auto principal = signed_in(services, request);
    if (!principal) return away(principal.error());
    if (*principal) return see_other(next);
    return page_again(services, request, 200, {}, {}, next);
}

void sign_in(const Services& services, const http::Request& request, Form form, Done done) {
    const std::string email{form.get("email")};
    const std::string next = target_of(request, form);
    if (!is_own_form(services, request, form.get("csrf"), {})) {
        return done(page_again(services, request, 403, "The page was too old. Please try again.", email, next));
    }
    const bool stays = !form.get("stay").empty();
    app::accounts::SignInRequest wanted{
        email, app::accounts::Password{form.take("password")}, request.client,
        app::accounts::browser_session(stays, request.headers.get("User-Agent"), request.client.to_string())};
    services.sign_in.sign_in(std::move(wanted), [&services, &request, email, next, done](Result<SignInAnswer> answer) {
        if (!answer) return done(away(answer.error()));
        if (answer->wait) {
            return done(
                wait_for(page_again(services, request, 429, "Too many tries. Please wait a while.", email, next),
                         *answer->wait));
        }
        if (!answer->session) {
            return done(page_again(services, request, 401, "Incorrect e-mail or password.", email, next));
        }
        http::Response response = see_other(next);
        set_session_cookies(response, *answer->session, is_secure(services, request));
        done(std::move(response));
    });
}

http::Response sign_out(const Services& services, const http::Request& request, Form form) {
    const auto principal = signed_in(services, request);
    if (!principal) return away(principal.error());
    if (*principal) {
        if (!is_own_form(services, request, form.get("csrf"), (*principal)->session)) {
            return notice_page(403, "That did not work", "This form is not from here, or too old.");
        }
        const auto ended = services.catalog.write([&](CatalogTransaction& tx) -> Result<void> {
            MOORING_CHECK(tx.session_writer().remove(*(*principal)->session));
            const auto account = (*principal)->account->id;
            return record(tx, services.mint.clock.now(),
                          app::accounts::Actor::person(account, request.client.to_string()),
                          {.action = "session.ended", .account = account});
        });
        if (!ended && ended.error().code != Errc::not_found) return away(ended.error());
    }
    http::Response response = see_other(request.family_prefix + "/login");
    clear_session_cookies(response, is_secure(services, request));
    return response;
}

}  // namespace mooring::api::accounts
