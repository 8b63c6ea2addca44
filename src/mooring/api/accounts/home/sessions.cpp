#include <string>
#include <utility>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/app/managing/own_account.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts::home {
namespace {

using app::accounts::Password;
using app::accounts::SignInAnswer;
using app::accounts::StartedSession;
using app::managing::ConnectorRequest;
using app::managing::GivenGrant;
using domain::Session;

void revoke_button(HtmlWriter& html, const Visit& visit, const std::string& path) {
    begin_form(html, visit.facts, path);
    html.element("button", {{"type", "submit"}, {"class", "quiet"}}, "Revoke").close("form");
}

void session_row(HtmlWriter& html, const Visit& visit, const Session& session) {
    html.open("li").open("div");
    const bool is_browser = session.kind == domain::SessionKind::browser;
    html.element("strong", {}, is_browser ? "Browser" : session.label);
    if (session.id == *visit.asker.principal.session) html.text(" (this one)");
    if (session.is_read_only) html.text(" (read only)");
    html.open("br").open("span", {{"class", "soft"}});
    if (is_browser && !session.label.empty()) html.text(session.label + ". ");
    html.text("Last used " + time_text(session.last_used_at) + " from " + session.last_address + ", made " +
              time_text(session.created_at));
    if (session.expires_at) html.text(", ends " + time_text(*session.expires_at));
    html.close("span").close("div");
    revoke_button(html, visit, "/home/sessions/" + std::to_string(session.id.value) + "/revoke");
    html.close("li");
}

void grant_row(HtmlWriter& html, const Visit& visit, const GivenGrant& given) {
    html.open("li").open("div").element("strong", {}, given.app.name).open("br");
    html.open("span", {{"class", "soft"}});
    for (const std::string& scope : given.grant.scopes) html.text(std::string{describe_scope(scope)} + ". ");
    html.close("span").close("div");
    revoke_button(html, visit, "/home/grants/" + std::to_string(given.app.id.value) + "/revoke");
    html.close("li");
}

void connector_form(HtmlWriter& html, const Visit& visit) {
    html.element("h2", {}, "New session for a tool");
    html.element("p", {{"class", "soft"}},
                 "A connector that reads your numbers signs in with the cookies of a session of its own.");
    begin_form(html, visit.facts, "/home/sessions");
    field(html, {"Label", "text", "label", "", "off"});
    choice(html, "Ends after", "days", {{"90", "90 days"}, {"30", "30 days"}, {"365", "365 days"}});
    choice(html, "It may", "access", {{"read", "read"}, {"write", "read and write"}});
    field(html, {"Your password", "password", "password", "", "current-password"});
    button(html, "Make session");
    html.close("form");
}

http::Response sessions_page(const Visit& visit, int status, const std::string& error) {
    const auto sessions =
        visit.read([&](CatalogSnapshot& catalog) { return list_own_sessions(catalog, visit.mint(), visit.asker); });
    if (!sessions) return failure_page(sessions.error());
    const auto grants = visit.read([&](CatalogSnapshot& catalog) { return list_own_grants(catalog, visit.asker); });
    if (!grants) return failure_page(grants.error());
    HtmlWriter html;
    begin_visit(html, visit, "Sessions and access", error);
    html.open("ul", {{"class", "rows"}});
    for (const Session& session : *sessions) session_row(html, visit, session);
    html.close("ul");
    connector_form(html, visit);
    html.element("h2", {}, "Apps that you let in");
    html.open("ul", {{"class", "rows"}});
    for (const GivenGrant& given : *grants) grant_row(html, visit, given);
    if (grants->empty()) html.element("li", {{"class", "soft"}}, "None.");
    html.close("ul");
    return end_page(status, html);
}

http::Response cookies_page(const Visit& visit, const StartedSession& started) {
    HtmlWriter html;
    begin_visit(html, visit, "Session for " + started.session.label, {});
    html.element("p", {}, "Copy these values now. They are shown this once.");
    for (const auto& [name, value] : {std::pair{"sp_dc", &started.sp_dc}, std::pair{"sp_key", &started.sp_key},
                                      std::pair{"anchorpw_s", &started.anchorpw_s}}) {
        html.element("strong", {}, name).element("code", {{"id", name}}, *value);
    }
    link(html, visit.facts, "/home/sessions", "Done");
    return end_page(201, html);
}

http::Response outcome(const Visit& visit, const Result<void>& done) {
    return done ? visit.go_to("/home/sessions") : failure_page(done.error());
}

}  // namespace

http::Response show_sessions(const Visit& visit) {
    return sessions_page(visit, 200, {});
}

void create_session(const Visit& visit, Form form, Done done) {
    ConnectorRequest wanted;
    wanted.label = form.get("label");
    const auto days = parse_decimal(form.get("days")).value_or(0);
    wanted.life = std::chrono::days{days > 0 && days <= 365 ? days : 0};
    wanted.is_read_only = form.get("access") != "write";
    visit.services.with_password.start_connector(
        visit.asker, visit.request.client, Password{form.take("password")}, wanted,
        [visit, done = std::move(done)](Result<SignInAnswer> answer) {
            if (!answer) {
                const auto refusal = refusal_of(answer.error());
                return done(refusal ? sessions_page(visit, refusal->status, refusal->text)
                                    : failure_page(answer.error()));
            }
            if (answer->wait) {
                return done(wait_for(sessions_page(visit, 429, "Too many tries. Please wait a while."), *answer->wait));
            }
            done(answer->session ? cookies_page(visit, *answer->session)
                                 : sessions_page(visit, 403, "The password is wrong."));
        });
}

http::Response revoke_session(const Visit& visit, Form) {
    const auto id = visit.path_id<domain::SessionId>(0);
    return outcome(visit, visit.write([&](CatalogTransaction& tx) {
        return revoke_own_session(tx, visit.mint(), visit.asker, id);
    }));
}

http::Response revoke_grant(const Visit& visit, Form) {
    const auto app = visit.path_id<domain::AppId>(0);
    return outcome(visit, visit.write([&](CatalogTransaction& tx) {
        return revoke_own_grant(tx, visit.mint(), visit.asker, app);
    }));
}

}  // namespace mooring::api::accounts::home
