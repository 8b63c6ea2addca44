#include "mooring/app/publishing/api_keys.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::size_t key_characters = 40;
constexpr std::size_t display_characters = 8;
constexpr std::size_t longest_label = 200;

Result<std::string> checked_label(std::string_view label) {
    const std::string_view trimmed = trim(label);
    if (trimmed.empty()) return invalid("label", "label is required");
    if (!is_valid_utf8(trimmed) || has_control_character(trimmed) || code_point_count(trimmed) > longest_label) {
        return invalid("label", "label must be at most 200 characters of text");
    }
    return std::string{trimmed};
}

Result<ApiKey> find_key(CatalogSnapshot& catalog, WorkspaceId workspace, ApiKeyId id) {
    MOORING_TRY(const std::vector<ApiKey> keys, catalog.api_keys().list(workspace));
    const auto key = std::ranges::find(keys, id, &ApiKey::id);
    if (key == keys.end()) return Error{Errc::not_found, "API key not found", "key"};
    return *key;
}

}  // namespace

Result<CreatedApiKey> create_api_key(CatalogTransaction& tx, const ServerSecret& secret, Random& random, Instant now,
                                     const NewApiKey& wanted) {
    MOORING_TRY(const std::optional<Workspace> workspace, tx.workspaces().find(wanted.workspace));
    if (!workspace) return Error{Errc::not_found, "workspace not found", "workspace"};
    MOORING_TRY(std::string label, checked_label(wanted.label));
    if (wanted.scopes.empty()) return invalid("scopes", "a key needs at least one scope");
    if (wanted.expires_at && *wanted.expires_at <= now) return invalid("expires_at", "expires_at is in the past");
    MOORING_TRY(const int live, tx.api_keys().count_live(wanted.workspace, now));
    if (live >= max_live_api_keys) return Error{Errc::conflict, "the workspace has 50 live API keys", "workspace"};

    const std::string characters = random_base62(random, key_characters);
    CreatedApiKey created;
    created.text = "apk_" + characters;
    created.record = {.id = {},
                      .workspace = wanted.workspace,
                      .hash = secret.hash_token(created.text),
                      .display = characters.substr(0, display_characters),
                      .label = std::move(label),
                      .scopes = wanted.scopes,
                      .created_by = wanted.created_by,
                      .created_at = now,
                      .expires_at = wanted.expires_at,
                      .revoked_at = {},
                      .last_used_at = {}};
    MOORING_TRY(created.record.id, tx.api_key_writer().insert(created.record));
    return created;
}

Result<void> revoke_api_key(CatalogTransaction& tx, Instant now, WorkspaceId workspace, ApiKeyId id) {
    MOORING_TRY(ApiKey key, find_key(tx, workspace, id));
    if (key.revoked_at) return ok();
    key.revoked_at = now;
    return tx.api_key_writer().update(key);
}

Result<ApiKey> update_api_key(CatalogTransaction& tx, WorkspaceId workspace, ApiKeyId id, const ApiKeyPatch& patch) {
    MOORING_TRY(ApiKey key, find_key(tx, workspace, id));
    if (key.revoked_at) return Error{Errc::not_found, "API key not found", "key"};
    if (patch.label) {
        MOORING_TRY(key.label, checked_label(*patch.label));
    }
    if (patch.scopes) {
        if (patch.scopes->empty()) return invalid("scopes", "a key needs at least one scope");
        key.scopes = *patch.scopes;
    }
    if (patch.expires_at) key.expires_at = *patch.expires_at;
    MOORING_CHECK(tx.api_key_writer().update(key));
    return key;
}

}  // namespace mooring::app::publishing
