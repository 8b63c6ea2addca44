#include "mooring/storage/catalog/sqlite/sessions.hpp"

#include <array>

#include "mooring/storage/catalog/sqlite/stored_enums.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::array<std::string_view, 12> fields{"account_id",   "kind",         "label",         "is_read_only",
                                                  "sp_dc_hash",   "sp_key_hash",  "anchorpw_hash", "created_at",
                                                  "last_used_at", "last_address", "expires_at",    "idle_seconds"};

constexpr std::string_view select =
    "SELECT id, account_id, kind, label, is_read_only, sp_dc_hash, sp_key_hash, anchorpw_hash, created_at, "
    "last_used_at, last_address, expires_at, idle_seconds FROM sessions ";

Result<Session> read_session(Row row) {
    Session session;
    session.id = row.id<SessionId>();
    session.account = row.id<AccountId>();
    session.kind = row.enumerator(last_session_kind);
    session.label = row.text();
    session.is_read_only = row.flag();
    session.sp_dc_hash = row.text();
    session.sp_key_hash = row.text();
    session.anchorpw_hash = row.text();
    session.created_at = row.instant();
    session.last_used_at = row.instant();
    session.last_address = row.text();
    session.expires_at = row.maybe_instant();
    session.idle_seconds = row.maybe_integer();
    if (!row.is_sound()) return Error{Errc::corrupt, "catalog: a session is of a kind that is not known"};
    return session;
}

}  // namespace

Result<std::optional<Session>> SqliteSessionReader::find(SessionId id) {
    static const std::string sql = joined({select, "WHERE id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Session>(statement, read_session);
}

Result<std::optional<Session>> SqliteSessionReader::find_by_sp_dc(std::string_view hash) {
    static const std::string sql = joined({select, "WHERE sp_dc_hash = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add_blob(hash);
    return first_row<Session>(statement, read_session);
}

Result<std::optional<Session>> SqliteSessionReader::find_by_anchorpw(std::string_view hash) {
    static const std::string sql = joined({select, "WHERE anchorpw_hash = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add_blob(hash);
    return first_row<Session>(statement, read_session);
}

Result<std::vector<Session>> SqliteSessionReader::list(AccountId account) {
    static const std::string sql = joined({select, "WHERE account_id = ? ORDER BY last_used_at DESC, id DESC"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(account);
    return all_rows<Session>(statement, read_session);
}

Result<SessionId> SqliteSessionWriter::insert(const Session& session) {
    static const std::string sql = insert_sql("sessions", fields);
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    statement.add(session.account).add(session.kind).add(session.label).add(session.is_read_only);
    statement.add_blob(session.sp_dc_hash).add_blob(session.sp_key_hash).add_blob(session.anchorpw_hash);
    statement.add(session.created_at).add(session.last_used_at).add(session.last_address);
    MOORING_CHECK(statement.add(session.expires_at).add(session.idle_seconds).run());
    return SessionId{access_.db.last_insert_id()};
}

Result<void> SqliteSessionWriter::touch(SessionId id, Instant used_at, std::string_view address) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE sessions SET last_used_at = ?, last_address = ? WHERE id = ?"));
    return statement.add(used_at).add(address).add(id).run();
}

Result<void> SqliteSessionWriter::remove(SessionId id) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM sessions WHERE id = ?"));
    MOORING_CHECK(statement.add(id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such session"};
    access_.touched.accounts = true;
    return ok();
}

Result<void> SqliteSessionWriter::remove_all(AccountId account, std::optional<SessionId> kept) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM sessions WHERE account_id = ? AND id IS NOT ?"));
    MOORING_CHECK(statement.add(account).add(kept).run());
    access_.touched.accounts = true;
    return ok();
}

Result<void> SqliteSessionWriter::remove_ended(Instant now) {
    // As domain::is_live. Nobody is let in by them any more, so nothing that is remembered becomes wrong.
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM sessions WHERE expires_at <= ?1 OR "
                                                        "last_used_at + idle_seconds * 1000000 <= ?1"));
    return statement.add(now).run();
}

}  // namespace mooring::storage::sqlite
