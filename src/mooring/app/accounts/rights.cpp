#include "mooring/app/accounts/rights.hpp"

#include <algorithm>
#include <vector>

namespace mooring::app::accounts {
namespace {

Role least_role(Right right) {
    switch (right) {
        case Right::read: return Role::analyst;
        case Right::write: return Role::editor;
        case Right::manage: return Role::show_admin;
        case Right::own: return Role::owner;
    }
    return Role::owner;
}

/// The greatest role among those of `account` that `counts` accepts.
template <class Counts>
Result<std::optional<Role>> greatest_role(CatalogSnapshot& catalog, const Account& account, Counts&& counts) {
    if (account.is_administrator) return std::optional{Role::owner};
    MOORING_TRY(const std::vector<Membership> memberships, catalog.memberships().of(account.id));
    std::optional<Role> greatest;
    for (const Membership& membership : memberships) {
        if (counts(membership)) greatest = std::max(greatest, std::optional{membership.role});
    }
    return greatest;
}

Error too_small() {
    return Error{Errc::forbidden, "the role does not allow this"};
}

/// Whether the operation changes something, whatever right it takes.
enum class Access { looks, by_right };

template <class Place>
Result<void> require_in(CatalogSnapshot& catalog, const Principal& principal, Right right, Access access,
                        const Place& place) {
    std::optional<Role> role;
    if (principal.account) {
        MOORING_TRY(role, role_on(catalog, *principal.account, place));
    }
    if (!role) return Error{Errc::not_found, "not found"};
    if (principal.is_read_only && right != Right::read && access == Access::by_right) {
        return Error{Errc::forbidden, "the session is read only"};
    }
    return *role < least_role(right) ? Result<void>{too_small()} : ok();
}

}  // namespace

Result<std::optional<Role>> role_on(CatalogSnapshot& catalog, const Account& account, const Show& show) {
    return greatest_role(catalog, account, [&](const Membership& membership) {
        return membership.show == show.id || membership.workspace == show.workspace;
    });
}

Result<std::optional<Role>> role_on(CatalogSnapshot& catalog, const Account& account, WorkspaceId workspace) {
    return greatest_role(catalog, account,
                         [&](const Membership& membership) { return membership.workspace == workspace; });
}

Result<void> require(CatalogSnapshot& catalog, const Principal& principal, Right right, const Show& show) {
    return require_in(catalog, principal, right, Access::by_right, show);
}

Result<void> require(CatalogSnapshot& catalog, const Principal& principal, Right right, WorkspaceId workspace) {
    return require_in(catalog, principal, right, Access::by_right, workspace);
}

Result<void> require_to_see(CatalogSnapshot& catalog, const Principal& principal, Right right, const Show& show) {
    return require_in(catalog, principal, right, Access::looks, show);
}

Result<void> require_to_see(CatalogSnapshot& catalog, const Principal& principal, Right right, WorkspaceId workspace) {
    return require_in(catalog, principal, right, Access::looks, workspace);
}

Result<void> require_administrator(const Principal& principal, Right right) {
    if (!principal.account || !principal.account->is_administrator) return too_small();
    if (principal.is_read_only && right != Right::read) return Error{Errc::forbidden, "the session is read only"};
    return ok();
}

}  // namespace mooring::app::accounts
