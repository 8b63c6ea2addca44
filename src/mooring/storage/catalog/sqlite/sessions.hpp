#pragma once

#include "mooring/storage/catalog/session_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteSessionReader final : public SessionReader {
public:
    explicit SqliteSessionReader(Connection& db) : db_(db) {}
    Result<std::optional<Session>> find(SessionId id) override;
    Result<std::optional<Session>> find_by_sp_dc(std::string_view hash) override;
    Result<std::optional<Session>> find_by_anchorpw(std::string_view hash) override;
    Result<std::vector<Session>> list(AccountId account) override;

private:
    Connection& db_;
};

class SqliteSessionWriter final : public SessionWriter {
public:
    explicit SqliteSessionWriter(WriteAccess access) : access_(access) {}
    Result<SessionId> insert(const Session& session) override;
    Result<void> touch(SessionId id, Instant used_at, std::string_view address) override;
    Result<void> remove(SessionId id) override;
    Result<void> remove_all(AccountId account, std::optional<SessionId> kept) override;
    Result<void> remove_ended(Instant now) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
