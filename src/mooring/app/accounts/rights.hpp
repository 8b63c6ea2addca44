#pragma once

#include <optional>

#include "mooring/app/accounts/principal.hpp"

namespace mooring::app::accounts {

/// What an operation does, as far as roles tell (accounts-oauth.md, 8.5).
enum class Right {
    read,    ///< metadata, drafts included, and analytics: analyst
    write,   ///< create, edit, schedule, publish, archive, restore, upload: editor
    manage,  ///< settings, members, permanent deletion: show admin
    own,     ///< members, keys and apps of the workspace, deletion of shows: owner
};

/// The greatest role of `account` on the show: its own, or that on its workspace. Administrators are owners everywhere.
/// None: the show is not there for this person.
Result<std::optional<Role>> role_on(CatalogSnapshot& catalog, const Account& account, const Show& show);
Result<std::optional<Role>> role_on(CatalogSnapshot& catalog, const Account& account, WorkspaceId workspace);

/// The one question that every operation of every family asks.
/// Errors: not_found (no role there at all, or an app token: as if it did not exist), forbidden (too small a role, or a
/// read-only session and more than reading).
Result<void> require(CatalogSnapshot& catalog, const Principal& principal, Right right, const Show& show);
Result<void> require(CatalogSnapshot& catalog, const Principal& principal, Right right, WorkspaceId workspace);

/// The same for looking at what takes more than `read` to see, such as members: a read-only session may.
Result<void> require_to_see(CatalogSnapshot& catalog, const Principal& principal, Right right, const Show& show);
Result<void> require_to_see(CatalogSnapshot& catalog, const Principal& principal, Right right, WorkspaceId workspace);

/// For what only administrators of the server may do. Errors: forbidden.
Result<void> require_administrator(const Principal& principal, Right right);

}  // namespace mooring::app::accounts
