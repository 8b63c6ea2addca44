#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mooring/app/managing/asker.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/app/publishing/workspaces.hpp"

namespace mooring::app::managing {

/// A show as one person has it.
struct OwnShow {
    Show show;
    Role role = Role::analyst;
};
/// A workspace that a person has a role on, or on a show of which: then `role` is none.
struct OwnWorkspace {
    Workspace workspace;
    std::optional<Role> role;
    std::vector<OwnShow> shows;  ///< those the person has a role on, by id
};
/// Everything that the person has a role on, by id; administrators have one on everything.
Result<std::vector<OwnWorkspace>> list_own_places(CatalogSnapshot& catalog, const Asker& asker);

/// The workspaces that the person owns, by id. Administrators own all of them.
Result<std::vector<Workspace>> list_owned_workspaces(CatalogSnapshot& catalog, const Asker& asker);

struct NewWorkspace {
    std::string name;
    std::string time_zone = "UTC";
};
/// Make a workspace that the person owns. For administrators. Errors: forbidden, invalid_argument.
Result<Workspace> create_workspace(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                   const NewWorkspace& wanted);

/// Change a workspace: its name, its time zone, whether API keys open it. For owners.
/// Errors: not_found, forbidden, invalid_argument.
Result<Workspace> update_workspace(CatalogTransaction& tx, const Mint& mint, const Asker& asker, WorkspaceId id,
                                   const publishing::WorkspacePatch& patch);

struct NewShow {
    WorkspaceId workspace;
    std::string title;
    std::string description;
};
/// Make a show, not published yet. For owners. Errors: not_found, forbidden, invalid_argument.
Result<Show> create_show(CatalogTransaction& tx, const Mint& mint, const PublicUrls& urls, const Asker& asker,
                         const NewShow& wanted);

}  // namespace mooring::app::managing
