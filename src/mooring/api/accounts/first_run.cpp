#include "mooring/app/accounts/first_run.hpp"

#include <utility>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/accounts/pages.hpp"
#include "mooring/api/people/cookies.hpp"
#include "mooring/api/people/csrf.hpp"

namespace mooring::api::accounts {
namespace {

using people::set_session_cookies;

http::Response closed() {
    return notice_page(404, "Not found", "There is nothing here.");
}

http::Response page_again(const Services& services, const http::Request& request, int status, FirstRunPage page) {
    const CsrfToken csrf = make_csrf_token(services, request, {});
    page.facts.prefix = request.family_prefix;
    page.facts.csrf_token = csrf.token;
    http::Response response = first_run_page(status, page);
    if (csrf.new_cookie) response.header("Set-Cookie", *csrf.new_cookie);
    return response;
}

/// What to say about an error that is the person's to mend.
std::string text_of(const Error& error) {
    return error.field.empty() ? error.message : error.field + " " + error.message;
}

}  // namespace

http::Response show_first_run(const Services& services, const http::Request& request) {
    const auto open = services.first_run.is_open();
    if (!open) return away(open.error());
    if (!*open) return closed();
    FirstRunPage page;
    page.token = Form::of_query(request.query).get("token");
    return page_again(services, request, 200, std::move(page));
}

void first_run(const Services& services, const http::Request& request, Form form, Done done) {
    FirstRunPage page;
    page.token = form.get("token");
    page.email = form.get("email");
    page.display_name = form.get("display_name");
    page.workspace_name = form.get("workspace_name");
    if (!is_own_form(services, request, form.get("csrf"), {})) {
        page.facts.error = "The page was too old. Please try again.";
        return done(page_again(services, request, 403, std::move(page)));
    }
    app::accounts::FirstRunRequest wanted{
        page.token,
        page.email,
        page.display_name,
        app::accounts::Password{form.take("password")},
        page.workspace_name,
        app::accounts::browser_session(false, request.headers.get("User-Agent"), request.client.to_string())};
    services.first_run.run(
        std::move(wanted), [&services, &request, page, done](Result<app::accounts::StartedSession> started) mutable {
            if (started) {
                http::Response response = see_other(request.family_prefix + "/home");
                set_session_cookies(response, *started, is_secure(services, request));
                return done(std::move(response));
            }
            switch (started.error().code) {
                case Errc::not_found: return done(closed());
                case Errc::conflict: return done(notice_page(409, "Too late", "Somebody else has set the server up."));
                case Errc::forbidden:
                    page.facts.error = "The set-up token is wrong.";
                    page.token.clear();
                    return done(page_again(services, request, 403, std::move(page)));
                case Errc::invalid_argument:
                    page.facts.error = text_of(started.error());
                    return done(page_again(services, request, 400, std::move(page)));
                default: return done(away(started.error()));
            }
        });
}

}  // namespace mooring::api::accounts
