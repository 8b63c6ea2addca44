#pragma once

#include "mooring/storage/catalog/outbox.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteOutboxReader final : public OutboxReader {
public:
    explicit SqliteOutboxReader(Connection& db) : db_(db) {}
    Result<std::vector<OutboxEvent>> pending(int limit) override;

private:
    Connection& db_;
};

class SqliteOutboxWriter final : public OutboxWriter {
public:
    explicit SqliteOutboxWriter(WriteAccess access) : access_(access) {}
    Result<void> append(const NewEvent& event) override;
    Result<void> consume(domain::ShowId show, std::int64_t sequence) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
