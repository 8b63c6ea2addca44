#pragma once

#include "mooring/storage/catalog/audit_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteAuditReader final : public AuditReader {
public:
    explicit SqliteAuditReader(Connection& db) : db_(db) {}
    Result<std::vector<AuditEntry>> list(const AuditScope& scope, std::int64_t before, int limit) override;

private:
    Connection& db_;
};

class SqliteAuditWriter final : public AuditWriter {
public:
    explicit SqliteAuditWriter(WriteAccess access) : access_(access) {}
    Result<void> insert(const AuditEntry& entry) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
