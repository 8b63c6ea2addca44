#pragma once

#include "mooring/storage/catalog/guess_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteGuessReader final : public GuessReader {
public:
    explicit SqliteGuessReader(Connection& db) : db_(db) {}
    Result<std::vector<Instant>> latest(GuessKind kind, std::string_view key, int limit) override;

private:
    Connection& db_;
};

class SqliteGuessWriter final : public GuessWriter {
public:
    explicit SqliteGuessWriter(WriteAccess access) : access_(access) {}
    Result<std::int64_t> insert(GuessKind kind, std::string_view key, Instant at) override;
    Result<void> remove(std::int64_t id) override;
    Result<void> remove_before(Instant time) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
