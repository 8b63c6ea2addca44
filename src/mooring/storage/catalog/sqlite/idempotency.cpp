#include "mooring/storage/catalog/sqlite/idempotency.hpp"

namespace mooring::storage::sqlite {

Result<std::optional<IdempotencyRecord>> SqliteIdempotencyReader::find(domain::WorkspaceId workspace,
                                                                       std::string_view operation, std::string_view key,
                                                                       Instant expired_at) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT fingerprint, status, headers, body, created_at FROM idempotency_records "
                            "WHERE workspace_id = ? AND operation = ? AND key = ? AND created_at > ?"));
    statement.add(workspace).add(operation).add(key).add(expired_at);
    return first_row<IdempotencyRecord>(statement, [&](Row row) -> Result<IdempotencyRecord> {
        IdempotencyRecord record;
        record.workspace = workspace;
        record.operation = operation;
        record.key = key;
        record.fingerprint = row.text();
        record.status = row.number();
        record.headers = row.text();
        record.body = row.text();
        record.created_at = row.instant();
        return record;
    });
}

Result<void> SqliteIdempotencyWriter::insert(const IdempotencyRecord& record, Instant expired_at) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO idempotency_records(workspace_id, operation, key, fingerprint, status, "
                                   "headers, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                                   "ON CONFLICT(workspace_id, operation, key) DO UPDATE SET "
                                   "fingerprint = excluded.fingerprint, status = excluded.status, "
                                   "headers = excluded.headers, body = excluded.body, "
                                   "created_at = excluded.created_at WHERE created_at <= ?"));
    statement.add(record.workspace).add(record.operation).add(record.key).add_blob(record.fingerprint);
    statement.add(record.status).add(record.headers).add_blob(record.body).add(record.created_at).add(expired_at);
    MOORING_CHECK(statement.run());
    if (access_.db.changes() == 0) return Error{Errc::conflict, "the idempotency key is in use", "key"};
    return ok();
}

Result<void> SqliteIdempotencyWriter::remove_expired(Instant expired_at) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM idempotency_records WHERE created_at <= ?"));
    return statement.add(expired_at).run();
}

}  // namespace mooring::storage::sqlite
