#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "mooring/app/accounts/audit.hpp"
#include "mooring/app/accounts/principal.hpp"
#include "mooring/app/accounts/rights.hpp"
#include "mooring/app/accounts/sessions.hpp"

namespace mooring::app::managing {

// What people do with their account, with those who work beside them and with what opens their shows
// (accounts-oauth.md, 8.5 to 8.7). Every function asks for the right it needs, and every change is in the audit log, in
// the transaction of the change itself.

using accounts::Account;
using accounts::AccountId;
using accounts::Actor;
using accounts::App;
using accounts::AppId;
using accounts::Catalog;
using accounts::CatalogSnapshot;
using accounts::CatalogTransaction;
using accounts::Membership;
using accounts::Mint;
using accounts::Right;
using accounts::Role;
using accounts::Show;
using accounts::ShowId;
using accounts::WorkspaceId;
using domain::Workspace;

/// The person who asks, and from where.
struct Asker {
    accounts::Principal principal;  ///< of a cookie: it has an account and a session
    std::string address;

    AccountId id() const { return principal.account->id; }
    Actor actor() const { return Actor::person(id(), address); }
    /// For what everybody may change of their own. Errors: forbidden (the session is read only).
    Result<void> may_change() const;
};

/// What roles are given on.
using PlaceId = std::variant<WorkspaceId, ShowId>;

/// Whether something is to be changed or only looked at, which a read-only session may too.
enum class Purpose { look, change };

/// The workspace, for somebody with `right` on it. Errors: not_found (also: no role there), forbidden.
Result<Workspace> find_workspace(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, Right right,
                                 WorkspaceId id);
/// The show, if it is not deleted. Errors: as above.
Result<Show> find_show(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, Right right, ShowId id);

/// A place whose members `asker` manages: as owner of the workspace, or as admin of the show.
struct Place {
    PlaceId id;
    WorkspaceId workspace;  ///< itself, or that of the show
    std::string name;
};
/// Errors: not_found, forbidden.
Result<Place> find_place(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, PlaceId id);

/// For what only administrators may do. Errors: forbidden.
Result<void> require_administrator(const Asker& asker, Purpose purpose);

/// Write down what `asker` did.
Result<void> note(CatalogTransaction& tx, const Mint& mint, const Asker& asker, std::string_view action,
                  std::string text, std::optional<WorkspaceId> workspace, std::optional<AccountId> account = {});

}  // namespace mooring::app::managing
