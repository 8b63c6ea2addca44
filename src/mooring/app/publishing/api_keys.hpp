#pragma once

#include <set>
#include <string>

#include "mooring/app/publishing/ports.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::publishing {

/// Live keys a workspace may have (publishing-v1.md, 2.1).
inline constexpr int max_live_api_keys = 50;

struct NewApiKey {
    WorkspaceId workspace;
    std::string label;
    std::set<Scope> scopes;
    std::optional<Instant> expires_at;
    std::string created_by;  ///< such as `admin` or `account:7`
};

/// A key and, this once, its text.
struct CreatedApiKey {
    ApiKey record;
    std::string text;  ///< `apk_` and 40 characters of `0-9A-Za-z`; kept nowhere
};

/// Make a key of a workspace.
/// Errors: not_found (no such workspace), invalid_argument (label, scopes, expires_at), conflict (50 are live).
Result<CreatedApiKey> create_api_key(CatalogTransaction& tx, const ServerSecret& secret, Random& random, Instant now,
                                     const NewApiKey& wanted);

/// Refuse a key from the next request on. Revoking twice is fine. Errors: not_found (not in this workspace).
Result<void> revoke_api_key(CatalogTransaction& tx, Instant now, WorkspaceId workspace, ApiKeyId id);

/// What may be changed of a key; unset members stay.
struct ApiKeyPatch {
    std::optional<std::string> label;
    std::optional<std::set<Scope>> scopes;
    std::optional<std::optional<Instant>> expires_at;
};

/// Errors: not_found (not in this workspace, or revoked), invalid_argument.
Result<ApiKey> update_api_key(CatalogTransaction& tx, WorkspaceId workspace, ApiKeyId id, const ApiKeyPatch& patch);

}  // namespace mooring::app::publishing
