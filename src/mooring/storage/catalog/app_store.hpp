#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::storage {

using domain::AccountId;
using domain::App;
using domain::AppId;
using domain::Grant;
using domain::GrantId;
using domain::WorkspaceId;

class AppReader {
public:
    virtual ~AppReader() = default;
    virtual Result<std::optional<App>> find(AppId id) = 0;
    virtual Result<std::optional<App>> find_by_client_id(std::string_view client_id) = 0;
    /// Of one workspace, oldest first.
    virtual Result<std::vector<App>> list(WorkspaceId workspace) = 0;
    virtual Result<std::optional<Grant>> find_grant(GrantId id) = 0;
    virtual Result<std::optional<Grant>> find_grant(AccountId account, AppId app) = 0;
    /// What one person consented to, oldest first.
    virtual Result<std::vector<Grant>> grants(AccountId account) = 0;
};

class AppWriter {
public:
    virtual ~AppWriter() = default;
    /// Errors: conflict (`client_id`), not_found (workspace).
    virtual Result<AppId> insert(const App& app) = 0;
    /// Replace all fields but the workspace. Errors: not_found.
    virtual Result<void> update(const App& app) = 0;
    /// Remove it with its grants, codes and tokens. Errors: not_found.
    virtual Result<void> remove(AppId id) = 0;
    /// Store the consent, in place of an earlier one of the same person to the same app, whose id stays.
    virtual Result<GrantId> put_grant(const Grant& grant) = 0;
    /// End it, and the codes and tokens that rest on it; its refresh tokens stay, marked. Errors: not_found.
    virtual Result<void> remove_grant(GrantId id, Instant at) = 0;
};

}  // namespace mooring::storage
