#include "mooring/app/managing/places.hpp"

#include <algorithm>
#include <utility>

#include "mooring/app/accounts/people.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::managing {
namespace {

constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_description = 4000;

Result<void> check_line(std::string field, std::string_view text) {
    if (!is_valid_utf8(text) || has_control_character(text) || trim(text).empty() ||
        code_point_count(text) > longest_name) {
        return invalid(std::move(field), "must have 1 to 200 characters");
    }
    return ok();
}

}  // namespace

Result<std::vector<OwnWorkspace>> list_own_places(CatalogSnapshot& catalog, const Asker& asker) {
    const Account& person = *asker.principal.account;
    MOORING_TRY(std::vector<Workspace> workspaces, catalog.workspaces().list());
    MOORING_TRY(const std::vector<Membership> roles, catalog.memberships().of(person.id));
    const auto role_at = [&](auto&& counts) -> std::optional<Role> {
        if (person.is_administrator) return Role::owner;
        std::optional<Role> greatest;
        for (const Membership& role : roles) {
            if (counts(role)) greatest = std::max(greatest, std::optional{role.role});
        }
        return greatest;
    };
    std::vector<OwnWorkspace> places;
    for (Workspace& workspace : workspaces) {
        OwnWorkspace place;
        place.role = role_at([&](const Membership& role) { return role.workspace == workspace.id; });
        const bool may_have_shows =
            place.role || std::ranges::any_of(roles, [](const Membership& role) { return role.show.has_value(); });
        if (!may_have_shows) continue;
        MOORING_TRY(std::vector<Show> shows, catalog.shows().list(workspace.id));
        for (Show& show : shows) {
            const auto role =
                role_at([&](const Membership& one) { return one.show == show.id || one.workspace == workspace.id; });
            if (role) place.shows.push_back({std::move(show), *role});
        }
        if (!place.role && place.shows.empty()) continue;
        place.workspace = std::move(workspace);
        places.push_back(std::move(place));
    }
    return places;
}

Result<std::vector<Workspace>> list_owned_workspaces(CatalogSnapshot& catalog, const Asker& asker) {
    const Account& person = *asker.principal.account;
    if (person.is_administrator) return catalog.workspaces().list();
    MOORING_TRY(const std::vector<Membership> roles, catalog.memberships().of(person.id));
    std::vector<Workspace> owned;
    for (const Membership& role : roles) {
        if (!role.workspace || role.role != Role::owner) continue;
        MOORING_TRY(std::optional<Workspace> workspace, catalog.workspaces().find(*role.workspace));
        if (workspace) owned.push_back(*std::move(workspace));
    }
    std::ranges::sort(owned, {}, &Workspace::id);
    return owned;
}

Result<Workspace> create_workspace(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                   const NewWorkspace& wanted) {
    MOORING_CHECK(require_administrator(asker, Purpose::change));
    MOORING_CHECK(check_line("name", wanted.name));
    const Instant now = mint.clock.now();
    Workspace workspace;
    workspace.name = wanted.name;
    workspace.time_zone = wanted.time_zone;
    workspace.publishing_api_enabled = true;
    MOORING_TRY(workspace, publishing::create_workspace(tx, mint.random, now, workspace));
    MOORING_CHECK(note(tx, mint, asker, "workspace.created", workspace.name, workspace.id));
    MOORING_CHECK(give_role(tx, mint, {asker.id(), workspace.id, {}, Role::owner, now}, asker.actor()));
    return workspace;
}

Result<Workspace> update_workspace(CatalogTransaction& tx, const Mint& mint, const Asker& asker, WorkspaceId id,
                                   const publishing::WorkspacePatch& patch) {
    MOORING_TRY(const Workspace before, find_workspace(tx, asker, Purpose::change, Right::own, id));
    if (patch.name) MOORING_CHECK(check_line("name", *patch.name));
    MOORING_TRY(Workspace after, publishing::update_workspace(tx, id, patch));
    if (after != before) MOORING_CHECK(note(tx, mint, asker, "workspace.changed", after.name, id));
    return after;
}

Result<Show> create_show(CatalogTransaction& tx, const Mint& mint, const PublicUrls& urls, const Asker& asker,
                         const NewShow& wanted) {
    MOORING_CHECK(find_workspace(tx, asker, Purpose::change, Right::own, wanted.workspace));
    MOORING_CHECK(check_line("title", wanted.title));
    if (!is_valid_utf8(wanted.description) || has_control_character(wanted.description, "\t\n\r") ||
        code_point_count(wanted.description) > longest_description) {
        return invalid("description", "must have at most 4000 characters");
    }
    Show show;
    show.workspace = wanted.workspace;
    show.title = wanted.title;
    show.description = wanted.description;
    MOORING_TRY(show, publishing::create_show(tx, mint.random, urls, mint.clock.now(), show));
    MOORING_CHECK(note(tx, mint, asker, "show.created", show.title, wanted.workspace));
    return show;
}

}  // namespace mooring::app::managing
