#include "mooring/api/accounts/pages.hpp"

#include <utility>

#include "mooring/app/accounts/redirect_uris.hpp"
#include "mooring/http/html_writer.hpp"

namespace mooring::api::accounts {
namespace {

using app::accounts::policy_source_of;
using http::HtmlWriter;

constexpr std::string_view style = R"css(
:root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#1d2329;--soft:#56616c;--line:#e2dfd9;--accent:#0b5c7a;--on:#fff;--bad:#a4262c}
@media(prefers-color-scheme:dark){:root{--paper:#12171b;--card:#1a2127;--ink:#eceff1;--soft:#a3b0bb;--line:#2c363e;--accent:#7cc7e4;--on:#0c1317;--bad:#ff9b9b}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.25rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.75rem}
h1{font-size:1.5rem;line-height:1.2;letter-spacing:-.01em;margin:0 0 .5rem}
p{margin:.25rem 0 1rem}
.soft{color:var(--soft);font-size:.92rem}
.error{color:var(--bad);border-left:3px solid;padding-left:.75rem}
label{display:block;margin:0 0 .9rem;font-weight:600}
input[type=text],input[type=email],input[type=password]{display:block;width:100%;margin-top:.25rem;padding:.55rem .7rem;font:inherit;font-weight:400;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px}
input:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.check{font-weight:400}
.buttons{display:flex;gap:.75rem;flex-wrap:wrap;margin-top:1.25rem}
button{font:inherit;font-weight:600;padding:.55rem 1.4rem;border-radius:999px;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer}
button.quiet{background:none;color:var(--accent)}
ul{margin:.5rem 0 1rem;padding-left:1.2rem}
)css";

void begin(HtmlWriter& html, std::string_view title) {
    html.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}}).open("head");
    html.raw("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.element("title", {}, title).open("style").raw(style).close("style").close("head");
    html.open("body").open("main").element("h1", {}, title);
}

http::Response end(int status, HtmlWriter& html, const std::string& form_target = "'self'") {
    html.close("main").close("body").close("html").line();
    http::Response response = http::Response::text(status, "text/html; charset=utf-8", html.take());
    response.header("Cache-Control", "no-store");
    response.header("Content-Security-Policy", "default-src 'none'; style-src " + http::content_hash(style) +
                                                   "; form-action " + form_target +
                                                   "; frame-ancestors 'none'; base-uri 'none'");
    response.header("Referrer-Policy", "no-referrer");
    response.header("X-Content-Type-Options", "nosniff");
    response.header("X-Frame-Options", "DENY");
    return response;
}

void show_error(HtmlWriter& html, const PageFacts& facts) {
    if (!facts.error.empty()) html.element("p", {{"class", "error"}, {"role", "alert"}}, facts.error);
}

void begin_form(HtmlWriter& html, const PageFacts& facts, std::string_view path) {
    html.open("form", {{"method", "post"}, {"action", facts.prefix + std::string{path}}});
    html.open("input", {{"type", "hidden"}, {"name", "csrf"}, {"value", facts.csrf_token}});
}

void hidden(HtmlWriter& html, std::string_view name, const std::string& value) {
    html.open("input", {{"type", "hidden"}, {"name", std::string{name}}, {"value", value}});
}

struct Field {
    std::string_view label;
    std::string type;
    std::string name;
    std::string value;
    std::string autocomplete;
    bool has_focus = false;
};

void field(HtmlWriter& html, const Field& one) {
    html.open("label").text(one.label);
    const http::Attribute focus = one.has_focus ? http::flag("autofocus") : http::Attribute{"autofocus", ""};
    html.open("input", {{"type", one.type},
                        {"name", one.name},
                        {"value", one.value},
                        {"autocomplete", one.autocomplete},
                        http::flag("required"),
                        focus});
    html.close("label");
}

void button(HtmlWriter& html, std::string_view text) {
    html.open("div", {{"class", "buttons"}}).element("button", {{"type", "submit"}}, text).close("div");
}

}  // namespace

http::Response sign_in_page(int status, const SignInPage& page) {
    HtmlWriter html;
    begin(html, "Sign in");
    show_error(html, page.facts);
    begin_form(html, page.facts, "/login");
    hidden(html, "continue", page.next);
    field(html, {"E-mail", "email", "email", page.email, "username", page.email.empty()});
    field(html, {"Password", "password", "password", "", "current-password", !page.email.empty()});
    html.open("label", {{"class", "check"}});
    html.open("input", {{"type", "checkbox"}, {"name", "stay"}, {"value", "1"}}).text(" Stay signed in").close("label");
    button(html, "Sign in");
    html.close("form");
    return end(status, html);
}

http::Response first_run_page(int status, const FirstRunPage& page) {
    HtmlWriter html;
    begin(html, "Set up this server");
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
    return end(status, html);
}

http::Response consent_page(const ConsentPage& page) {
    HtmlWriter html;
    begin(html, page.app.name + " asks for access");
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
    return end(200, html, "'self' " + policy_source_of(page.redirect_uri));
}

http::Response notice_page(int status, std::string_view title, std::string_view text) {
    HtmlWriter html;
    begin(html, title);
    html.element("p", {}, text);
    return end(status, html, "'none'");
}

}  // namespace mooring::api::accounts
