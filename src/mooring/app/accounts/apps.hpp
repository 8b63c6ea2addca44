#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "mooring/app/accounts/audit.hpp"
#include "mooring/app/accounts/sessions.hpp"

namespace mooring::app::accounts {

/// What an owner says about an app (accounts-oauth.md, 8.6).
struct WantedApp {
    WorkspaceId workspace;
    std::string name;
    AppKind kind = AppKind::confidential;
    std::vector<std::string> redirect_uris;  ///< at most 20
};

/// An app with its secret, which nobody can be told again; none for a public one.
struct CreatedApp {
    App app;
    std::string client_secret;
};

/// Errors: invalid_argument (names the field), not_found (workspace).
Result<CreatedApp> create_app(CatalogTransaction& tx, const Mint& mint, const WantedApp& wanted, const Actor& actor);

/// Change name and redirect URIs; the rest stays. Errors: not_found, invalid_argument.
Result<App> update_app(CatalogTransaction& tx, const Mint& mint, AppId id, const WantedApp& wanted, const Actor& actor);

/// A new secret. The old one stays good for `overlap`, at most a day; nothing that was issued ends.
/// Errors: not_found, invalid_argument (`overlap`), conflict (a public app has none).
Result<CreatedApp> replace_secret(CatalogTransaction& tx, const Mint& mint, AppId id, std::chrono::seconds overlap,
                                  const Actor& actor);

/// Remove it with everything that was issued to it. Errors: not_found; forbidden (the built-in one).
Result<void> remove_app(CatalogTransaction& tx, const Mint& mint, AppId id, const Actor& actor);

}  // namespace mooring::app::accounts
