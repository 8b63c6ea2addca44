#pragma once

#include <chrono>
#include <vector>

#include "mooring/app/accounts/apps.hpp"
#include "mooring/app/managing/asker.hpp"
#include "mooring/app/publishing/api_keys.hpp"

namespace mooring::app::managing {

// What opens a workspace to programs: apps and API keys. For its owners (accounts-oauth.md, 8.6).

inline constexpr std::size_t apps_at_most = 100;  ///< of one workspace

/// The apps of one workspace, or of all that the person owns; administrators own all. Oldest first.
/// Errors: not_found, forbidden (of one workspace).
Result<std::vector<App>> list_apps(CatalogSnapshot& catalog, const Asker& asker, std::optional<WorkspaceId> workspace);
/// Errors: not_found, forbidden, invalid_argument (names the field), conflict (too many).
Result<accounts::CreatedApp> create_app(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                        const accounts::WantedApp& wanted);
/// Unset members stay. Errors: as above.
struct AppPatch {
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> redirect_uris;
};
Result<App> update_app(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId id, const AppPatch& patch);
/// Errors: not_found, forbidden, invalid_argument (`overlap`), conflict (a public app has no secret).
Result<accounts::CreatedApp> replace_app_secret(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId id,
                                                std::chrono::seconds overlap);
/// Errors: not_found, forbidden.
Result<void> remove_app(CatalogTransaction& tx, const Mint& mint, const Asker& asker, AppId id);

/// The live keys and those that are not any more, newest first, 200 in all. Errors: not_found, forbidden.
Result<std::vector<domain::ApiKey>> list_keys(CatalogSnapshot& catalog, const Asker& asker, WorkspaceId workspace);
/// `wanted.created_by` is filled in. Errors: not_found, forbidden, invalid_argument (label, scopes, expires_at),
/// conflict (50 are live).
Result<publishing::CreatedApiKey> create_key(CatalogTransaction& tx, const Mint& mint, const Asker& asker,
                                             publishing::NewApiKey wanted);
/// Revoking twice is fine. Errors: not_found, forbidden.
Result<void> revoke_key(CatalogTransaction& tx, const Mint& mint, const Asker& asker, WorkspaceId workspace,
                        domain::ApiKeyId id);

}  // namespace mooring::app::managing
