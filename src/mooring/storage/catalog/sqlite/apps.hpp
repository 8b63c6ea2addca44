#pragma once

#include "mooring/storage/catalog/app_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteAppReader final : public AppReader {
public:
    explicit SqliteAppReader(Connection& db) : db_(db) {}
    Result<std::optional<App>> find(AppId id) override;
    Result<std::optional<App>> find_by_client_id(std::string_view client_id) override;
    Result<std::vector<App>> list(WorkspaceId workspace) override;
    Result<std::optional<Grant>> find_grant(GrantId id) override;
    Result<std::optional<Grant>> find_grant(AccountId account, AppId app) override;
    Result<std::vector<Grant>> grants(AccountId account) override;

private:
    Connection& db_;
};

class SqliteAppWriter final : public AppWriter {
public:
    explicit SqliteAppWriter(WriteAccess access) : access_(access) {}
    Result<AppId> insert(const App& app) override;
    Result<void> update(const App& app) override;
    Result<void> remove(AppId id) override;
    Result<GrantId> put_grant(const Grant& grant) override;
    Result<void> remove_grant(GrantId id, Instant at) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
