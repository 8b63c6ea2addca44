#pragma once

#include <optional>
#include <vector>

#include "mooring/app/accounts/people.hpp"
#include "mooring/app/managing/asker.hpp"

namespace mooring::app::managing {

/// People with ids over `after`, by id, at most `limit`. For administrators. Errors: forbidden.
Result<std::vector<Account>> list_users(CatalogSnapshot& catalog, const Asker& asker, AccountId after,
                                        std::size_t limit);

/// Unset members stay.
struct UserPatch {
    accounts::ProfilePatch profile;
    std::optional<bool> is_administrator;
    std::optional<bool> is_disabled;
};
/// Errors: forbidden, not_found, invalid_argument (names the field), conflict (`email`; the last administrator).
Result<Account> update_user(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AccountId id,
                            const UserPatch& patch);

}  // namespace mooring::app::managing
