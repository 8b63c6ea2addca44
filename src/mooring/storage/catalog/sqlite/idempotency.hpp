#pragma once

#include "mooring/storage/catalog/idempotency_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteIdempotencyReader final : public IdempotencyReader {
public:
    explicit SqliteIdempotencyReader(Connection& db) : db_(db) {}
    Result<std::optional<IdempotencyRecord>> find(domain::WorkspaceId workspace, std::string_view operation,
                                                  std::string_view key, Instant expired_at) override;

private:
    Connection& db_;
};

class SqliteIdempotencyWriter final : public IdempotencyWriter {
public:
    explicit SqliteIdempotencyWriter(WriteAccess access) : access_(access) {}
    Result<void> insert(const IdempotencyRecord& record, Instant expired_at) override;
    Result<void> remove_expired(Instant expired_at) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
