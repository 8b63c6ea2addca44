#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mooring/app/managing/asker.hpp"

namespace mooring::app::managing {

// What a person sees and changes of their own.

/// Unset members stay.
struct AccountPatch {
    std::optional<std::string> display_name;
    std::optional<std::string> country;  ///< ISO 3166-1 alpha-2, or empty
    std::optional<bool> filters_explicit;
};
/// Errors: forbidden (read only), invalid_argument (names the field).
Result<Account> update_own_account(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                   const AccountPatch& patch);

/// The live sessions, the one used last first.
Result<std::vector<accounts::Session>> list_own_sessions(CatalogSnapshot& catalog, const Mint& mint,
                                                         const Asker& asker);
/// End a session with all that hangs on it. Errors: forbidden (read only), not_found (none of the person's).
Result<void> revoke_own_session(CatalogTransaction& tx, const Mint& mint, const Asker& asker, accounts::SessionId id);

/// An app that the person let in, and to what.
struct GivenGrant {
    App app;
    accounts::Grant grant;
};
/// Oldest first.
Result<std::vector<GivenGrant>> list_own_grants(CatalogSnapshot& catalog, const Asker& asker);
/// End a consent with all that was issued on it. Errors: forbidden (read only), not_found.
Result<void> revoke_own_grant(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId app);

}  // namespace mooring::app::managing
