#include "mooring/storage/catalog/sqlite/apps.hpp"

#include "mooring/storage/catalog/sqlite/stored_enums.hpp"
#include "mooring/storage/catalog/sqlite/tokens.hpp"
#include "mooring/storage/catalog/sqlite/words.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::string_view select_app =
    "SELECT id, workspace_id, client_id, name, kind, secret_hash, previous_secret_hash, previous_secret_until, "
    "redirect_uris, created_at FROM apps ";

constexpr std::string_view select_grant = "SELECT id, account_id, app_id, scopes, created_at, updated_at FROM grants ";

Result<App> read_app(Row row) {
    App app;
    app.id = row.id<AppId>();
    app.workspace = maybe_id<WorkspaceId>(row);
    app.client_id = row.text();
    app.name = row.text();
    app.kind = row.enumerator(last_app_kind);
    app.secret_hash = row.text();
    app.previous_secret_hash = row.text();
    app.previous_secret_until = row.maybe_instant();
    app.redirect_uris = split_words<std::vector<std::string>>(row.text());
    app.created_at = row.instant();
    if (!row.is_sound()) return Error{Errc::corrupt, "catalog: an app is of a kind that is not known"};
    return app;
}

Result<Grant> read_grant(Row row) {
    Grant grant;
    grant.id = row.id<GrantId>();
    grant.account = row.id<AccountId>();
    grant.app = row.id<AppId>();
    grant.scopes = split_words<domain::ScopeNames>(row.text());
    grant.created_at = row.instant();
    grant.updated_at = row.instant();
    return grant;
}

}  // namespace

Result<std::optional<App>> SqliteAppReader::find(AppId id) {
    static const std::string sql = joined({select_app, "WHERE id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<App>(statement, read_app);
}

Result<std::optional<App>> SqliteAppReader::find_by_client_id(std::string_view client_id) {
    static const std::string sql = joined({select_app, "WHERE client_id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(client_id);
    return first_row<App>(statement, read_app);
}

Result<std::vector<App>> SqliteAppReader::list(WorkspaceId workspace) {
    static const std::string sql = joined({select_app, "WHERE workspace_id = ? ORDER BY id"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(workspace);
    return all_rows<App>(statement, read_app);
}

Result<std::optional<Grant>> SqliteAppReader::find_grant(GrantId id) {
    static const std::string sql = joined({select_grant, "WHERE id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Grant>(statement, read_grant);
}

Result<std::optional<Grant>> SqliteAppReader::find_grant(AccountId account, AppId app) {
    static const std::string sql = joined({select_grant, "WHERE account_id = ? AND app_id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(account).add(app);
    return first_row<Grant>(statement, read_grant);
}

Result<std::vector<Grant>> SqliteAppReader::grants(AccountId account) {
    static const std::string sql = joined({select_grant, "WHERE account_id = ? ORDER BY id"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(account);
    return all_rows<Grant>(statement, read_grant);
}

Result<AppId> SqliteAppWriter::insert(const App& app) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO apps(workspace_id, client_id, name, kind, secret_hash, "
                                   "previous_secret_hash, previous_secret_until, redirect_uris, created_at) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add(app.workspace).add(app.client_id).add(app.name).add(app.kind).add_blob(app.secret_hash);
    statement.add_blob(app.previous_secret_hash).add(app.previous_secret_until);
    MOORING_CHECK(statement.add(join_words(app.redirect_uris)).add(app.created_at).run());
    access_.touched.accounts = true;
    return AppId{access_.db.last_insert_id()};
}

Result<void> SqliteAppWriter::update(const App& app) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE apps SET client_id = ?, name = ?, kind = ?, secret_hash = ?, "
                                   "previous_secret_hash = ?, previous_secret_until = ?, redirect_uris = ?, "
                                   "created_at = ? WHERE id = ?"));
    statement.add(app.client_id).add(app.name).add(app.kind).add_blob(app.secret_hash);
    statement.add_blob(app.previous_secret_hash).add(app.previous_secret_until);
    MOORING_CHECK(statement.add(join_words(app.redirect_uris)).add(app.created_at).add(app.id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such app"};
    access_.touched.accounts = true;
    return ok();
}

Result<void> SqliteAppWriter::remove(AppId id) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM apps WHERE id = ?"));
    MOORING_CHECK(statement.add(id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such app"};
    access_.touched.accounts = true;
    return ok();
}

Result<GrantId> SqliteAppWriter::put_grant(const Grant& grant) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO grants(account_id, app_id, scopes, created_at, updated_at) "
                                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT(account_id, app_id) DO UPDATE SET "
                                   "scopes = excluded.scopes, updated_at = excluded.updated_at RETURNING id"));
    statement.add(grant.account).add(grant.app).add(join_words(grant.scopes)).add(grant.created_at);
    statement.add(grant.updated_at);
    MOORING_TRY(const std::int64_t id, single_integer(statement));
    MOORING_CHECK(statement.run());
    access_.touched.accounts = true;
    return GrantId{id};
}

Result<void> SqliteAppWriter::remove_grant(GrantId id, Instant at) {
    MOORING_CHECK(SqliteTokenWriter{access_}.revoke_grant(id, at));
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM grants WHERE id = ?"));
    MOORING_CHECK(statement.add(id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such grant"};
    access_.touched.accounts = true;
    return ok();
}

}  // namespace mooring::storage::sqlite
