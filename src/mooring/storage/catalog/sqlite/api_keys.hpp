#pragma once

#include "mooring/storage/catalog/sqlite/access.hpp"
#include "mooring/storage/catalog/workspace_store.hpp"

namespace mooring::storage::sqlite {

class SqliteApiKeyReader final : public ApiKeyReader {
public:
    explicit SqliteApiKeyReader(Connection& db) : db_(db) {}
    Result<std::optional<ApiKey>> find_by_hash(std::string_view hash) override;
    Result<std::vector<ApiKey>> list(WorkspaceId workspace) override;
    Result<int> count_live(WorkspaceId workspace, Instant now) override;

private:
    Connection& db_;
};

class SqliteApiKeyWriter final : public ApiKeyWriter {
public:
    explicit SqliteApiKeyWriter(WriteAccess access) : access_(access) {}
    Result<ApiKeyId> insert(const ApiKey& key) override;
    Result<void> update(const ApiKey& key) override;
    /// Touches nothing that caches hold: the last use is read from here only.
    Result<void> touch(ApiKeyId id, Instant used_at) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
