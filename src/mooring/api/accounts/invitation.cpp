#include "mooring/app/managing/invitations.hpp"

#include <string>
#include <utility>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/endpoints.hpp"
#include "mooring/api/accounts/home/visit.hpp"
#include "mooring/api/people/cookies.hpp"

namespace mooring::api::accounts {
namespace {

using app::accounts::CatalogSnapshot;
using app::accounts::CatalogTransaction;
using app::accounts::Principal;
using app::accounts::StartedSession;
using app::managing::OpenInvitation;

/// The page behind the link, with what was typed.
struct InvitationPage {
    PageFacts facts;
    std::string token;
    std::string email;
    std::string display_name;
};

std::string path_of(const std::string& token) {
    return "/invite/" + token;
}

http::Response dead_link(const Error& error) {
    switch (error.code) {
        case Errc::not_found:
            return notice_page(404, "No such invitation", "This invitation does not exist, or it was withdrawn.");
        case Errc::gone:
            return error.message.ends_with("used")
                       ? notice_page(410, "Used already", "This invitation was used. Ask for another one.")
                       : notice_page(410, "Too late", "This invitation has expired. Ask for another one.");
        default: return home::failure_page(error);
    }
}

void say_what_for(HtmlWriter& html, const OpenInvitation& open) {
    html.open("p").element("strong", {}, open.invited_by).text(" invites you to ");
    html.element("strong", {}, open.place_name).text(" as ");
    html.element("strong", {}, home::role_text(open.invitation.role)).text(".").close("p");
}

void accept_form(HtmlWriter& html, const InvitationPage& page, const Principal& principal) {
    html.element("p", {{"class", "soft"}}, "Signed in as " + principal.account->email + ".");
    begin_form(html, page.facts, path_of(page.token));
    button(html, "Accept");
    html.close("form");
}

void join_form(HtmlWriter& html, const InvitationPage& page) {
    begin_form(html, page.facts, path_of(page.token));
    field(html, {"Your name", "text", "display_name", page.display_name, "name", true});
    field(html, {"E-mail", "email", "email", page.email, "username"});
    field(html, {"Password", "password", "password", "", "new-password"});
    html.element("p", {{"class", "soft"}}, "At least 12 characters.");
    button(html, "Create account and accept");
    html.close("form");
    html.open("p", {{"class", "soft"}}).text("You have an account? ");
    link(html, page.facts, "/login?continue=" + page.facts.prefix + path_of(page.token), "Sign in first");
    html.text(".").close("p");
}

/// Whom to ask, and the page for them.
http::Response show(const Services& services, const http::Request& request, int status, InvitationPage page) {
    const auto open = services.catalog.read([&](CatalogSnapshot& catalog) {
        return app::managing::find_open_invitation(catalog, services.mint, page.token);
    });
    if (!open) return dead_link(open.error());
    const auto principal = signed_in(services, request);
    if (!principal) return away(principal.error());
    const CsrfToken csrf = make_csrf_token(services, request, *principal ? (*principal)->session : std::nullopt);
    page.facts.prefix = request.family_prefix;
    page.facts.csrf_token = csrf.token;
    if (page.email.empty()) page.email = open->invitation.email;

    HtmlWriter html;
    begin_page(html, "Invitation");
    show_error(html, page.facts);
    say_what_for(html, *open);
    if (*principal) {
        accept_form(html, page, **principal);
    } else {
        join_form(html, page);
    }
    http::Response response = end_page(status, html);
    if (csrf.new_cookie) response.header("Set-Cookie", *csrf.new_cookie);
    return response;
}

http::Response show_again(const Services& services, const http::Request& request, int status, InvitationPage page,
                          std::string error) {
    page.facts.error = std::move(error);
    return show(services, request, status, std::move(page));
}

http::Response accept(const Services& services, const http::Request& request, const Principal& principal,
                      const std::string& token) {
    const app::managing::Asker asker{principal, request.client.to_string()};
    const auto accepted = services.catalog.write(
        [&](CatalogTransaction& tx) { return accept_invitation(tx, services.mint, asker, token); });
    return accepted ? see_other(request.family_prefix + "/home") : dead_link(accepted.error());
}

http::Response join_answer(const Services& services, const http::Request& request, const InvitationPage& page,
                           const Result<StartedSession>& started) {
    if (started) {
        http::Response response = see_other(request.family_prefix + "/home");
        people::set_session_cookies(response, *started, is_secure(services, request));
        return response;
    }
    const Error& error = started.error();
    if (error.code == Errc::conflict) {
        return show_again(services, request, 409, page, "There is an account with this e-mail. Sign in first.");
    }
    if (error.code == Errc::invalid_argument) {
        return show_again(services, request, 400, page, error.field + " " + error.message);
    }
    return dead_link(error);
}

}  // namespace

http::Response show_invitation(const Services& services, const http::Request& request,
                               const http::PathParameters& parameters) {
    return show(services, request, 200, {{}, parameters.at(0), {}, {}});
}

void take_invitation(const Services& services, const http::Request& request, const http::PathParameters& parameters,
                     Form form, Done done) {
    InvitationPage page;
    page.token = parameters.at(0);
    page.email = form.get("email");
    page.display_name = form.get("display_name");
    const auto principal = signed_in(services, request);
    if (!principal) return done(away(principal.error()));
    const std::optional<app::accounts::SessionId> session = *principal ? (*principal)->session : std::nullopt;
    if (!is_own_form(services, request, form.get("csrf"), session)) {
        return done(show_again(services, request, 403, page, "The page was too old. Please try again."));
    }
    if (*principal) return done(accept(services, request, **principal, page.token));
    services.with_password.join(
        page.token, {page.email, page.display_name, {}}, app::accounts::Password{form.take("password")},
        app::accounts::browser_session(false, request.headers.get("User-Agent"), request.client.to_string()),
        [&services, &request, page, done = std::move(done)](const Result<StartedSession>& started) {
            done(join_answer(services, request, page, started));
        });
}

}  // namespace mooring::api::accounts
