#include "mooring/app/managing/users.hpp"

#include <algorithm>
#include <utility>

namespace mooring::app::managing {

Result<std::vector<Account>> list_users(CatalogSnapshot& catalog, const Asker& asker, AccountId after,
                                        std::size_t limit) {
    MOORING_CHECK(require_administrator(asker, Purpose::look));
    MOORING_TRY(std::vector<Account> all, catalog.accounts().list());
    std::erase_if(all, [&](const Account& account) { return account.id <= after; });
    if (all.size() > limit) all.resize(limit);
    return all;
}

Result<Account> update_user(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AccountId id,
                            const UserPatch& patch) {
    MOORING_CHECK(require_administrator(asker, Purpose::change));
    MOORING_CHECK(accounts::change_profile(tx, mint, id, patch.profile, asker.actor()));
    if (patch.is_administrator) {
        MOORING_CHECK(accounts::set_administrator(tx, mint, id, *patch.is_administrator, asker.actor()));
    }
    if (patch.is_disabled) MOORING_CHECK(accounts::set_disabled(tx, mint, id, *patch.is_disabled, asker.actor()));
    MOORING_TRY(std::optional<Account> account, tx.accounts().find(id));
    if (!account) return Error{Errc::not_found, "no such account"};
    return *std::move(account);
}

}  // namespace mooring::app::managing
