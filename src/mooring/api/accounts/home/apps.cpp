#include <string>
#include <vector>

#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/app/managing/clients.hpp"

namespace mooring::api::accounts::home {
namespace {

using app::accounts::CreatedApp;
using app::accounts::WantedApp;
using domain::App;
using domain::AppKind;
using domain::WorkspaceId;

std::string apps_path(WorkspaceId workspace) {
    return "/home/workspaces/" + std::to_string(workspace.value) + "/apps";
}

void app_row(HtmlWriter& html, const Visit& visit, WorkspaceId workspace, const App& app) {
    html.open("li").open("div").element("strong", {}, app.name);
    html.text(app.kind == AppKind::public_client ? " (public)" : "").open("br");
    html.element("span", {{"class", "soft"}}, "Client id " + app.client_id);
    for (const std::string& uri : app.redirect_uris) html.open("br").element("span", {{"class", "soft"}}, uri);
    html.close("div");
    begin_form(html, visit.facts, apps_path(workspace) + "/" + std::to_string(app.id.value));
    if (app.kind == AppKind::confidential) {
        html.element("button", {{"type", "submit"}, {"name", "do"}, {"value", "secret"}}, "New secret");
    }
    html.element("button", {{"type", "submit"}, {"name", "do"}, {"value", "remove"}, {"class", "quiet"}}, "Delete");
    html.close("form").close("li");
}

http::Response apps_page(const Visit& visit, int status, const std::string& error) {
    const auto workspace = visit.path_id<WorkspaceId>(0);
    const auto apps =
        visit.read([&](CatalogSnapshot& catalog) { return app::managing::list_apps(catalog, visit.asker, workspace); });
    if (!apps) return failure_page(apps.error());
    HtmlWriter html;
    begin_visit(html, visit, "Apps", error);
    html.element("p", {{"class", "soft"}}, "Programs that ask people to let them in.");
    html.open("ul", {{"class", "rows"}});
    for (const App& app : *apps) app_row(html, visit, workspace, app);
    if (apps->empty()) html.element("li", {{"class", "soft"}}, "None yet.");
    html.close("ul").element("h2", {}, "Register an app");
    begin_form(html, visit.facts, apps_path(workspace));
    field(html, {"Name", "text", "name", "", "off"});
    html.open("label").text("Redirect addresses, one a line");
    html.open("textarea", {{"name", "redirect_uris"}, {"rows", "3"}}).close("textarea").close("label");
    choice(html, "Kind", "kind", {{"confidential", "runs on a server, has a secret"}, {"public", "runs on a device"}});
    button(html, "Register");
    html.close("form");
    return end_page(status, html);
}

http::Response secret_page(const Visit& visit, const CreatedApp& created) {
    HtmlWriter html;
    begin_visit(html, visit, created.app.name, {});
    html.element("strong", {}, "Client id").element("code", {{"id", "client_id"}}, created.app.client_id);
    if (!created.client_secret.empty()) {
        html.element("p", {}, "Copy the secret now. It is shown this once.");
        html.element("strong", {}, "Client secret").element("code", {{"id", "client_secret"}}, created.client_secret);
    }
    link(html, visit.facts, apps_path(*created.app.workspace), "Done");
    return end_page(201, html);
}

http::Response refused(const Visit& visit, const Error& error) {
    if (const auto refusal = refusal_of(error)) return apps_page(visit, refusal->status, refusal->text);
    return failure_page(error);
}

/// The words of a text: white space never stands in an address.
std::vector<std::string> words_of(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    std::vector<std::string> words;
    for (auto begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(blanks, begin), text.size());
        words.emplace_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(blanks, end);
    }
    return words;
}

}  // namespace

http::Response show_apps(const Visit& visit) {
    return apps_page(visit, 200, {});
}

http::Response register_app(const Visit& visit, Form form) {
    WantedApp wanted;
    wanted.workspace = visit.path_id<WorkspaceId>(0);
    wanted.name = form.get("name");
    wanted.kind = form.get("kind") == "public" ? AppKind::public_client : AppKind::confidential;
    wanted.redirect_uris = words_of(form.get("redirect_uris"));
    const auto created = visit.write(
        [&](CatalogTransaction& tx) { return app::managing::create_app(tx, visit.mint(), visit.asker, wanted); });
    return created ? secret_page(visit, *created) : refused(visit, created.error());
}

http::Response change_app(const Visit& visit, Form form) {
    const auto app = visit.path_id<domain::AppId>(1);
    if (form.get("do") == "secret") {
        const auto replaced = visit.write([&](CatalogTransaction& tx) {
            return app::managing::replace_app_secret(tx, visit.mint(), visit.asker, app, {});
        });
        return replaced ? secret_page(visit, *replaced) : refused(visit, replaced.error());
    }
    const auto removed = visit.write(
        [&](CatalogTransaction& tx) { return app::managing::remove_app(tx, visit.mint(), visit.asker, app); });
    if (removed) return visit.go_to(apps_path(visit.path_id<WorkspaceId>(0)));
    return refused(visit, removed.error());
}

}  // namespace mooring::api::accounts::home
