#pragma once

#include <string_view>
#include <vector>

#include "mooring/app/managing/asker.hpp"

namespace mooring::app::managing {

/// Members of one place: owners manage those of a workspace, show admins those of a show.
inline constexpr std::size_t members_at_most = 500;

struct Member {
    Account account;
    Role role = Role::analyst;
    Instant since;
};

/// Oldest first; those of the workspace are not among a show's. Errors: not_found, forbidden.
Result<std::vector<Member>> list_members(CatalogSnapshot& catalog, const Asker& asker, PlaceId place);

/// Give a role to somebody who has an account. Errors: not_found (also the e-mail, field `email`), forbidden,
/// invalid_argument (an owner of a show), conflict (a member already, or too many).
Result<Member> add_member(CatalogTransaction& tx, const Mint& mint, const Asker& asker, PlaceId place,
                          std::string_view email, Role role);
/// Errors: not_found (no member), forbidden, invalid_argument, conflict (the last owner).
Result<Member> change_member(CatalogTransaction& tx, const Mint& mint, const Asker& asker, PlaceId place,
                             AccountId account, Role role);
/// Errors: not_found, forbidden, conflict (the last owner).
Result<void> remove_member(CatalogTransaction& tx, const Mint& mint, const Asker& asker, PlaceId place,
                           AccountId account);

/// A role on `place`, to be given `at`.
Membership membership_of(AccountId account, PlaceId place, Role role, Instant at);
/// Errors: invalid_argument (field `role`: owners are of workspaces).
Result<void> check_role(PlaceId place, Role role);

}  // namespace mooring::app::managing
