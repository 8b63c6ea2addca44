#include "mooring/storage/catalog/sqlite/api_keys.hpp"

#include <algorithm>
#include <ranges>
#include <set>

#include "mooring/storage/catalog/sqlite/words.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::string_view columns =
    "id, workspace_id, hash, display, label, scopes, created_by, created_at, expires_at, revoked_at, last_used_at";

std::string scopes_text(const std::set<domain::Scope>& scopes) {
    return join_words(scopes | std::views::transform([](domain::Scope scope) { return domain::to_string(scope); }));
}

Result<std::set<domain::Scope>> parse_scopes(std::string_view text) {
    std::set<domain::Scope> scopes;
    for (const auto word : split_words<std::vector<std::string_view>>(text)) {
        const auto scope = domain::parse_scope(word);
        if (!scope) return Error{Errc::corrupt, "catalog: an API key has a scope that is not known"};
        scopes.insert(*scope);
    }
    return scopes;
}

Result<ApiKey> read_key(Row row) {
    ApiKey key;
    key.id = row.id<ApiKeyId>();
    key.workspace = row.id<WorkspaceId>();
    key.hash = row.text();
    key.display = row.text();
    key.label = row.text();
    MOORING_TRY(key.scopes, parse_scopes(row.text()));
    key.created_by = row.text();
    key.created_at = row.instant();
    key.expires_at = row.maybe_instant();
    key.revoked_at = row.maybe_instant();
    key.last_used_at = row.maybe_instant();
    return key;
}

}  // namespace

Result<std::optional<ApiKey>> SqliteApiKeyReader::find_by_hash(std::string_view hash) {
    static const std::string sql = joined({"SELECT ", columns, " FROM api_keys WHERE hash = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add_blob(hash);
    return first_row<ApiKey>(statement, read_key);
}

Result<std::vector<ApiKey>> SqliteApiKeyReader::list(WorkspaceId workspace) {
    static const std::string sql =
        joined({"SELECT ", columns, " FROM api_keys WHERE workspace_id = ? ORDER BY id DESC"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(workspace);
    return all_rows<ApiKey>(statement, read_key);
}

Result<int> SqliteApiKeyReader::count_live(WorkspaceId workspace, Instant now) {
    MOORING_TRY(const std::vector<ApiKey> keys, list(workspace));
    return static_cast<int>(std::ranges::count_if(keys, [&](const ApiKey& key) { return is_live(key, now); }));
}

Result<ApiKeyId> SqliteApiKeyWriter::insert(const ApiKey& key) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO api_keys(workspace_id, hash, display, label, scopes, created_by, "
                                   "created_at, expires_at, revoked_at, last_used_at) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add(key.workspace).add_blob(key.hash).add(key.display).add(key.label).add(scopes_text(key.scopes));
    statement.add(key.created_by).add(key.created_at).add(key.expires_at).add(key.revoked_at).add(key.last_used_at);
    MOORING_CHECK(statement.run());
    const ApiKeyId id{access_.db.last_insert_id()};
    access_.touched.workspaces.push_back(key.workspace);
    return id;
}

Result<void> SqliteApiKeyWriter::update(const ApiKey& key) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE api_keys SET label = ?, scopes = ?, expires_at = ?, revoked_at = ? "
                                   "WHERE id = ? RETURNING workspace_id"));
    statement.add(key.label).add(scopes_text(key.scopes)).add(key.expires_at).add(key.revoked_at).add(key.id);
    MOORING_TRY(const bool found, statement.step());
    if (!found) return Error{Errc::not_found, "no such API key"};
    access_.touched.workspaces.push_back(statement.row().id<WorkspaceId>());
    return statement.run();
}

Result<void> SqliteApiKeyWriter::touch(ApiKeyId id, Instant used_at) {
    MOORING_TRY(Statement statement, access_.db.prepare("UPDATE api_keys SET last_used_at = ? WHERE id = ?"));
    return statement.add(used_at).add(id).run();
}

}  // namespace mooring::storage::sqlite
