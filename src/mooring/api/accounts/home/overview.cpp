#include <algorithm>
#include <string>

#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/app/managing/places.hpp"

namespace mooring::api::accounts::home {
namespace {

using app::managing::NewWorkspace;
using app::managing::OwnShow;
using app::managing::OwnWorkspace;
using domain::Role;

void show_row(HtmlWriter& html, const Visit& visit, const OwnShow& own) {
    html.open("li").open("div");
    if (own.role >= Role::show_admin) {
        link(html, visit.facts, "/home/shows/" + std::to_string(own.show.id.value), own.show.title);
    } else {
        html.text(own.show.title);
    }
    html.close("div").element("span", {{"class", "soft"}}, role_text(own.role)).close("li");
}

void workspace_section(HtmlWriter& html, const Visit& visit, const OwnWorkspace& place) {
    html.open("h2");
    if (place.role == Role::owner) {
        link(html, visit.facts, "/home/workspaces/" + std::to_string(place.workspace.id.value), place.workspace.name);
    } else {
        html.text(place.workspace.name);
    }
    html.close("h2").open("ul", {{"class", "rows"}});
    for (const OwnShow& show : place.shows) show_row(html, visit, show);
    if (place.shows.empty()) html.element("li", {{"class", "soft"}}, "No shows yet.");
    html.close("ul");
}

http::Response overview(const Visit& visit, int status, const std::string& error) {
    const auto places = visit.read([&](CatalogSnapshot& catalog) { return list_own_places(catalog, visit.asker); });
    if (!places) return failure_page(places.error());
    const domain::Account& person = *visit.asker.principal.account;
    const bool owns_any = std::ranges::any_of(*places, [](const auto& place) { return place.role == Role::owner; });

    HtmlWriter html;
    begin_page(html, "Hello, " + person.display_name, PageWidth::wide);
    html.open("nav");
    link(html, visit.facts, "/home/account", "Account");
    link(html, visit.facts, "/home/sessions", "Sessions and access");
    if (person.is_administrator) link(html, visit.facts, "/home/users", "People");
    if (person.is_administrator || owns_any) link(html, visit.facts, "/home/audit", "Audit log");
    html.close("nav");
    show_error(html, visit.facts_with(error));
    html.element("p", {{"class", "soft"}}, "Signed in as " + person.email + ".");
    if (visit.asker.principal.is_read_only) html.element("p", {{"class", "soft"}}, "This session is read only.");
    for (const OwnWorkspace& place : *places) workspace_section(html, visit, place);
    if (places->empty()) html.element("p", {}, "You have no shows yet. Ask the owner of one for an invitation.");
    if (person.is_administrator) {
        html.element("h2", {}, "New workspace");
        begin_form(html, visit.facts, "/home/workspaces");
        field(html, {"Name", "text", "name", "", "off"});
        button(html, "Create workspace");
        html.close("form");
    }
    begin_form(html, visit.facts, "/logout");
    html.open("div", {{"class", "buttons"}});
    html.element("button", {{"type", "submit"}, {"class", "quiet"}}, "Sign out").close("div").close("form");
    return end_page(status, html);
}

}  // namespace

http::Response show_overview(const Visit& visit) {
    return overview(visit, 200, {});
}

http::Response create_workspace(const Visit& visit, Form form) {
    const NewWorkspace wanted{std::string{form.get("name")}};
    const auto made = visit.write(
        [&](CatalogTransaction& tx) { return app::managing::create_workspace(tx, visit.mint(), visit.asker, wanted); });
    if (made) return visit.go_to("/home/workspaces/" + std::to_string(made->id.value));
    if (const auto refusal = refusal_of(made.error())) return overview(visit, refusal->status, refusal->text);
    return failure_page(made.error());
}

}  // namespace mooring::api::accounts::home
