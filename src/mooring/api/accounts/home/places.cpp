#include "mooring/app/managing/places.hpp"

#include <string>
#include <vector>

#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/api/people/invitation_links.hpp"
#include "mooring/app/managing/invitations.hpp"
#include "mooring/app/managing/members.hpp"
#include "mooring/app/publishing/shows.hpp"

namespace mooring::api::accounts::home {
namespace {

using app::managing::CreatedInvitation;
using app::managing::Member;
using app::managing::NewShow;
using app::managing::Place;
using app::managing::PlaceId;
using app::managing::Purpose;
using domain::Invitation;
using domain::Role;
using domain::ShowId;
using domain::WorkspaceId;

/// What the page of a place shows.
struct PlaceView {
    Place place;
    std::vector<Member> members;
    std::vector<Invitation> invitations;
    std::vector<domain::Show> shows;  ///< of a workspace
};

bool is_workspace(PlaceId id) {
    return std::holds_alternative<WorkspaceId>(id);
}

std::string path_of(PlaceId id) {
    return is_workspace(id) ? "/home/workspaces/" + std::to_string(std::get<WorkspaceId>(id).value)
                            : "/home/shows/" + std::to_string(std::get<ShowId>(id).value);
}

std::vector<Role> roles_of(PlaceId id) {
    std::vector<Role> roles{Role::analyst, Role::editor, Role::show_admin};
    if (is_workspace(id)) roles.push_back(Role::owner);
    return roles;
}

Result<PlaceView> read_place(const Visit& visit, PlaceId id) {
    return visit.read([&](CatalogSnapshot& catalog) -> Result<PlaceView> {
        PlaceView view;
        MOORING_TRY(view.place, find_place(catalog, visit.asker, Purpose::look, id));
        MOORING_TRY(view.members, list_members(catalog, visit.asker, id));
        MOORING_TRY(view.invitations, list_invitations(catalog, visit.mint(), visit.asker, id));
        if (is_workspace(id)) {
            MOORING_TRY(view.shows, app::publishing::list_shows(catalog, view.place.workspace));
        }
        return view;
    });
}

void role_choice(HtmlWriter& html, PlaceId id, Role chosen) {
    html.open("select", {{"name", "role"}, {"aria-label", "Role"}});
    for (const Role role : roles_of(id)) {
        const http::Attribute selected = role == chosen ? http::flag("selected") : http::Attribute{"selected", ""};
        html.element("option", {{"value", std::string{domain::to_string(role)}}, selected}, role_text(role));
    }
    html.close("select");
}

void member_row(HtmlWriter& html, const Visit& visit, PlaceId id, const Member& member) {
    html.open("li").open("div").element("strong", {}, member.account.display_name).open("br");
    html.element("span", {{"class", "soft"}}, member.account.email).close("div");
    begin_form(html, visit.facts, path_of(id) + "/members/" + std::to_string(member.account.id.value));
    role_choice(html, id, member.role);
    html.element("button", {{"type", "submit"}, {"name", "do"}, {"value", "save"}}, "Save");
    html.element("button", {{"type", "submit"}, {"name", "do"}, {"value", "remove"}, {"class", "quiet"}}, "Remove");
    html.close("form").close("li");
}

void invitation_row(HtmlWriter& html, const Visit& visit, PlaceId id, const Invitation& invitation) {
    html.open("li").open("div").text(role_text(invitation.role));
    html.text(invitation.email.empty() ? " for whoever has the link" : " for " + invitation.email).open("br");
    html.element("span", {{"class", "soft"}}, "Until " + time_text(invitation.expires_at)).close("div");
    begin_form(html, visit.facts, path_of(id) + "/invitations/" + std::to_string(invitation.id.value) + "/withdraw");
    html.element("button", {{"type", "submit"}, {"class", "quiet"}}, "Withdraw").close("form").close("li");
}

void shows_section(HtmlWriter& html, const Visit& visit, const PlaceView& view) {
    html.element("h2", {}, "Shows").open("ul", {{"class", "rows"}});
    for (const domain::Show& show : view.shows) {
        html.open("li");
        link(html, visit.facts, path_of(PlaceId{show.id}), show.title);
        html.close("li");
    }
    if (view.shows.empty()) html.element("li", {{"class", "soft"}}, "No shows yet.");
    html.close("ul");
    begin_form(html, visit.facts, path_of(view.place.id) + "/shows");
    field(html, {"Title of a new show", "text", "title", "", "off"});
    button(html, "Create show");
    html.close("form");
}

void people_sections(HtmlWriter& html, const Visit& visit, const PlaceView& view) {
    const PlaceId id = view.place.id;
    html.element("h2", {}, "Members");
    html.element("p", {{"class", "soft"}},
                 is_workspace(id) ? "A role here counts on every show of the workspace."
                                  : "Members of the workspace may work on this show too.");
    html.open("ul", {{"class", "rows"}});
    for (const Member& member : view.members) member_row(html, visit, id, member);
    if (view.members.empty()) html.element("li", {{"class", "soft"}}, "Nobody yet.");
    html.close("ul");
    html.element("h2", {}, "Invitations").open("ul", {{"class", "rows"}});
    for (const Invitation& invitation : view.invitations) invitation_row(html, visit, id, invitation);
    if (view.invitations.empty()) html.element("li", {{"class", "soft"}}, "None is open.");
    html.close("ul");
    begin_form(html, visit.facts, path_of(id) + "/invitations");
    field(html, {"E-mail of whom you invite (may stay empty)", "email", "email", "", "off", false, false});
    html.open("label").text("Role");
    role_choice(html, id, Role::editor);
    html.close("label");
    button(html, "Make a link");
    html.close("form");
}

http::Response place_page(const Visit& visit, PlaceId id, int status, const std::string& error) {
    const auto view = read_place(visit, id);
    if (!view) return failure_page(view.error());
    HtmlWriter html;
    begin_visit(html, visit, view->place.name, error);
    if (is_workspace(id)) {
        html.open("nav");
        link(html, visit.facts, path_of(id) + "/apps", "Apps");
        link(html, visit.facts, path_of(id) + "/keys", "API keys");
        link(html, visit.facts, "/home/audit?workspace=" + std::to_string(view->place.workspace.value), "Audit log");
        html.close("nav");
        shows_section(html, visit, *view);
    }
    people_sections(html, visit, *view);
    return end_page(status, html);
}

/// Back to the place, with what was wrong.
http::Response outcome(const Visit& visit, PlaceId id, const Result<void>& done) {
    if (done) {
        // Somebody may have taken their own role away.
        const auto still = read_place(visit, id);
        return visit.go_to(still ? path_of(id) : "/home");
    }
    if (const auto refusal = refusal_of(done.error())) return place_page(visit, id, refusal->status, refusal->text);
    return failure_page(done.error());
}

http::Response change_member(const Visit& visit, PlaceId id, const Form& form) {
    const auto account = visit.path_id<domain::AccountId>(1);
    return outcome(visit, id, visit.write([&](CatalogTransaction& tx) -> Result<void> {
        if (form.get("do") == "remove") return remove_member(tx, visit.mint(), visit.asker, id, account);
        const auto role = domain::parse_role(form.get("role"));
        if (!role) return invalid("role", "is not known");
        MOORING_CHECK(app::managing::change_member(tx, visit.mint(), visit.asker, id, account, *role));
        return ok();
    }));
}

http::Response link_page(const Visit& visit, PlaceId id, const CreatedInvitation& created) {
    HtmlWriter html;
    begin_visit(html, visit, "Invitation", {});
    html.element("p", {}, "Send this link to whom you invite. It works once, within 72 hours, and is shown this once.");
    html.element("code", {{"id", "link"}}, people::invitation_link(visit.services, created.token));
    link(html, visit.facts, path_of(id), "Done");
    return end_page(201, html);
}

http::Response invite(const Visit& visit, PlaceId id, const Form& form) {
    const auto created = visit.write([&](CatalogTransaction& tx) -> Result<CreatedInvitation> {
        const auto role = domain::parse_role(form.get("role"));
        if (!role) return invalid("role", "is not known");
        return app::managing::invite(tx, visit.mint(), visit.asker, {id, *role, std::string{form.get("email")}});
    });
    if (created) return link_page(visit, id, *created);
    return outcome(visit, id, created.error());
}

http::Response withdraw(const Visit& visit, PlaceId id) {
    const auto invitation = visit.path_id<domain::InvitationId>(1);
    return outcome(visit, id, visit.write([&](CatalogTransaction& tx) {
        return withdraw_invitation(tx, visit.mint(), visit.asker, invitation);
    }));
}

PlaceId workspace_of(const Visit& visit) {
    return visit.path_id<WorkspaceId>(0);
}
PlaceId show_of(const Visit& visit) {
    return visit.path_id<ShowId>(0);
}

}  // namespace

http::Response show_workspace(const Visit& visit) {
    return place_page(visit, workspace_of(visit), 200, {});
}
http::Response show_show(const Visit& visit) {
    return place_page(visit, show_of(visit), 200, {});
}
http::Response change_workspace_member(const Visit& visit, Form form) {
    return change_member(visit, workspace_of(visit), form);
}
http::Response change_show_member(const Visit& visit, Form form) {
    return change_member(visit, show_of(visit), form);
}
http::Response invite_to_workspace(const Visit& visit, Form form) {
    return invite(visit, workspace_of(visit), form);
}
http::Response invite_to_show(const Visit& visit, Form form) {
    return invite(visit, show_of(visit), form);
}
http::Response withdraw_workspace_invitation(const Visit& visit, Form) {
    return withdraw(visit, workspace_of(visit));
}
http::Response withdraw_show_invitation(const Visit& visit, Form) {
    return withdraw(visit, show_of(visit));
}

http::Response create_show(const Visit& visit, Form form) {
    const NewShow wanted{visit.path_id<WorkspaceId>(0), std::string{form.get("title")}, {}};
    const auto made = visit.write([&](CatalogTransaction& tx) {
        return app::managing::create_show(tx, visit.mint(), visit.services.urls, visit.asker, wanted);
    });
    if (made) return visit.go_to(path_of(PlaceId{made->id}));
    return outcome(visit, workspace_of(visit), made.error());
}

}  // namespace mooring::api::accounts::home
