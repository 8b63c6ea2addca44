#include "mooring/storage/catalog/sqlite/audit.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::string_view select =
    "SELECT id, at, actor, action, subject, address, workspace_id, account_id FROM audit_log WHERE ";

Result<AuditEntry> read_entry(Row row) {
    AuditEntry entry;
    entry.id = row.integer();
    entry.at = row.instant();
    entry.actor = row.text();
    entry.action = row.text();
    entry.subject = row.text();
    entry.address = row.text();
    entry.workspace = maybe_id<WorkspaceId>(row);
    entry.account = maybe_id<AccountId>(row);
    return entry;
}

}  // namespace

Result<std::vector<AuditEntry>> SqliteAuditReader::list(const AuditScope& scope, std::int64_t before, int limit) {
    static const std::string of_all = joined({select, "id < ? ORDER BY id DESC LIMIT ?"});
    static const std::string of_workspace = joined({select, "workspace_id = ? AND id < ? ORDER BY id DESC LIMIT ?"});
    static const std::string of_account = joined({select, "account_id = ? AND id < ? ORDER BY id DESC LIMIT ?"});
    const std::string& sql = scope.workspace ? of_workspace : scope.account ? of_account : of_all;
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    if (scope.workspace) {
        statement.add(*scope.workspace);
    } else if (scope.account) {
        statement.add(*scope.account);
    }
    statement.add(before).add(limit);
    return all_rows<AuditEntry>(statement, read_entry);
}

Result<void> SqliteAuditWriter::insert(const AuditEntry& entry) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO audit_log(at, actor, action, subject, address, workspace_id, "
                                   "account_id) VALUES (?, ?, ?, ?, ?, ?, ?)"));
    statement.add(entry.at).add(entry.actor).add(entry.action).add(entry.subject).add(entry.address);
    return statement.add(entry.workspace).add(entry.account).run();
}

}  // namespace mooring::storage::sqlite
