#include "mooring/api/accounts/pages.hpp"

#include <utility>

#include "mooring/api/accounts/page_parts.hpp"
#include "mooring/app/accounts/redirect_uris.hpp"

namespace mooring::api::accounts {
namespace {

using app::accounts::policy_source_of;

}  // namespace

http::Response sign_in_page(int status, const SignInPage& page) {
    HtmlWriter html;
    begin_page(html, "Sign in");
    show_error(html, page.facts);
    begin_form(html, page.facts, "/login");
    hidden(html, "continue", page.next);
    field(html, {"E-mail", "email", "email", page.email, "username", page.email.empty()});
    field(html, {"Password", "password", "password", "", "current-password", !page.email.empty()});
    html.open("label", {{"class", "check"}});
    html.open("input", {{"type", "checkbox"}, {"name", "stay"}, {"value", "1"}}).text(" Stay signed in").close("label");
    button(html, "Sign in");
    html.close("form");
    return end_page(status, html);
}

http::Response first_run_page(int status, const FirstRunPage& page) {
    HtmlWriter html;
    begin_page(html, "Set up this server");
    html.element("p", {{"class", "soft"}}, "You will be its administrator, and own its first workspace.");
    show_error(html, page.facts);
    begin_form(html, page.facts, "/setup");
    if (page.token.empty()) {
        field(html, {"Set-up token", "text", "token", "", "off", true});
        html.element("p", {{"class", "soft"}}, "It is in the file setup-token in the server's data folder.");
    } else {
        hidden(html, "token", page.token);
    }
    field(html, {"E-mail", "email", "email", page.email, "username", !page.token.empty()});
    field(html, {"Your name", "text", "display_name", page.display_name, "name"});
    field(html, {"Password", "password", "password", "", "new-password"});
    html.element("p", {{"class", "soft"}}, "At least 12 characters.");
    field(html, {"Name of the workspace", "text", "workspace_name", page.workspace_name, "organization"});
    button(html, "Create");
    html.close("form");
    return end_page(status, html);
}

http::Response consent_page(const ConsentPage& page) {
    HtmlWriter html;
    begin_page(html, page.app.name + " asks for access");
    html.open("p").text("Signed in as ").element("strong", {}, page.person.display_name);
    html.text(" (" + page.person.email + ").").close("p");
    if (page.scopes.empty()) {
        html.element("p", {}, "It asks for nothing but to know who you are here.");
    } else {
        html.element("p", {}, "It will be able to:").open("ul");
        for (const std::string& scope : page.scopes) html.element("li", {}, describe_scope(scope));
        html.close("ul");
    }
    if (!page.made_by.empty()) html.element("p", {{"class", "soft"}}, "Made by " + page.made_by + ".");
    html.element("p", {{"class", "soft"}}, "You will be sent to " + page.redirect_uri);
    begin_form(html, page.facts, "/authorize");
    hidden(html, "query", page.query);
    html.open("div", {{"class", "buttons"}});
    html.element("button", {{"type", "submit"}, {"name", "answer"}, {"value", "agree"}}, "Agree");
    html.element("button", {{"type", "submit"}, {"name", "answer"}, {"value", "cancel"}, {"class", "quiet"}}, "Cancel");
    html.close("div").close("form");
    return end_page(200, html, "'self' " + policy_source_of(page.redirect_uri));
}

http::Response notice_page(int status, std::string_view title, std::string_view text) {
    HtmlWriter html;
    begin_page(html, title);
    html.element("p", {}, text);
    return end_page(status, html, "'none'");
}

}  // namespace mooring::api::accounts
