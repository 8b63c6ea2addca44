#include "mooring/storage/catalog/sqlite/tokens.hpp"

#include <chrono>

#include "mooring/storage/catalog/sqlite/words.hpp"

namespace mooring::storage::sqlite {
namespace {

Result<AuthorizationCode> read_code(Row row) {
    AuthorizationCode code;
    code.hash = row.text();
    code.family = row.text();
    code.app = row.id<domain::AppId>();
    code.account = row.id<AccountId>();
    code.session = row.id<domain::SessionId>();
    code.grant = maybe_id<GrantId>(row);
    code.scopes = split_words<domain::ScopeNames>(row.text());
    code.redirect_uri = row.text();
    code.challenge = row.text();
    code.gives_refresh_token = row.flag();
    code.issued_at = row.instant();
    code.expires_at = row.instant();
    code.used_at = row.maybe_instant();
    return code;
}

Result<AccessToken> read_access(Row row) {
    AccessToken token;
    token.hash = row.text();
    token.family = row.text();
    token.app = row.id<domain::AppId>();
    token.account = maybe_id<AccountId>(row);
    token.session = maybe_id<domain::SessionId>(row);
    token.grant = maybe_id<GrantId>(row);
    token.scopes = split_words<domain::ScopeNames>(row.text());
    token.is_read_only = row.flag();
    token.issued_at = row.instant();
    token.expires_at = row.instant();
    return token;
}

Result<RefreshToken> read_refresh(Row row) {
    RefreshToken token;
    token.hash = row.text();
    token.family = row.text();
    token.app = row.id<domain::AppId>();
    token.account = row.id<AccountId>();
    token.grant = row.id<GrantId>();
    token.scopes = split_words<domain::ScopeNames>(row.text());
    token.issued_at = row.instant();
    token.expires_at = row.instant();
    token.rotated_at = row.maybe_instant();
    token.revoked_at = row.maybe_instant();
    return token;
}

/// The statements that end everything issued under one value of a column.
struct Revocation {
    const char* codes;
    const char* access;
    const char* refresh;
};

constexpr Revocation by_family{
    "DELETE FROM authorization_codes WHERE family = ? AND used_at IS NULL",
    "DELETE FROM access_tokens WHERE family = ?",
    "UPDATE refresh_tokens SET revoked_at = ? WHERE family = ? AND revoked_at IS NULL",
};
constexpr Revocation by_grant{
    "DELETE FROM authorization_codes WHERE grant_id = ? AND used_at IS NULL",
    "DELETE FROM access_tokens WHERE grant_id = ?",
    "UPDATE refresh_tokens SET revoked_at = ? WHERE grant_id = ? AND revoked_at IS NULL",
};
constexpr Revocation by_account{
    "DELETE FROM authorization_codes WHERE account_id = ? AND used_at IS NULL",
    "DELETE FROM access_tokens WHERE account_id = ?",
    "UPDATE refresh_tokens SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL",
};

template <class Value>
Result<void> revoke(WriteAccess access, const Revocation& how, const Value& value, Instant at) {
    MOORING_TRY(Statement codes, access.db.prepare(how.codes));
    MOORING_CHECK(codes.add(value).run());
    MOORING_TRY(Statement tokens, access.db.prepare(how.access));
    MOORING_CHECK(tokens.add(value).run());
    MOORING_TRY(Statement refresh, access.db.prepare(how.refresh));
    MOORING_CHECK(refresh.add(at).add(value).run());
    access.touched.accounts = true;
    return ok();
}

Result<void> remove_before(Connection& db, const char* sql, Instant time) {
    MOORING_TRY(Statement statement, db.prepare(sql));
    return statement.add(time).run();
}

}  // namespace

Result<std::optional<AuthorizationCode>> SqliteTokenReader::find_code(std::string_view hash) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT hash, family, app_id, account_id, session_id, grant_id, scopes, redirect_uri, "
                            "challenge, gives_refresh_token, issued_at, expires_at, used_at "
                            "FROM authorization_codes WHERE hash = ?"));
    statement.add_blob(hash);
    return first_row<AuthorizationCode>(statement, read_code);
}

Result<std::optional<AccessToken>> SqliteTokenReader::find_access(std::string_view hash) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT hash, family, app_id, account_id, session_id, grant_id, scopes, is_read_only, "
                            "issued_at, expires_at FROM access_tokens WHERE hash = ?"));
    statement.add_blob(hash);
    return first_row<AccessToken>(statement, read_access);
}

Result<std::optional<RefreshToken>> SqliteTokenReader::find_refresh(std::string_view hash) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT hash, family, app_id, account_id, grant_id, scopes, issued_at, expires_at, "
                            "rotated_at, revoked_at FROM refresh_tokens WHERE hash = ?"));
    statement.add_blob(hash);
    return first_row<RefreshToken>(statement, read_refresh);
}

Result<TokenReader::Counts> SqliteTokenReader::counts() {
    Counts counts;
    MOORING_TRY(counts.codes, db_.integer("SELECT count(*) FROM authorization_codes"));
    MOORING_TRY(counts.access, db_.integer("SELECT count(*) FROM access_tokens"));
    MOORING_TRY(counts.refresh, db_.integer("SELECT count(*) FROM refresh_tokens"));
    return counts;
}

Result<void> SqliteTokenWriter::insert_code(const AuthorizationCode& code) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO authorization_codes(hash, family, app_id, account_id, session_id, "
                                   "grant_id, scopes, redirect_uri, challenge, gives_refresh_token, issued_at, "
                                   "expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add_blob(code.hash).add(code.family).add(code.app).add(code.account).add(code.session).add(code.grant);
    statement.add(join_words(code.scopes)).add(code.redirect_uri).add(code.challenge).add(code.gives_refresh_token);
    return statement.add(code.issued_at).add(code.expires_at).add(code.used_at).run();
}

Result<void> SqliteTokenWriter::use_code(std::string_view hash, Instant at) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE authorization_codes SET used_at = ? WHERE hash = ? AND used_at IS NULL"));
    MOORING_CHECK(statement.add(at).add_blob(hash).run());
    if (access_.db.changes() == 0) return Error{Errc::conflict, "the code is used"};
    return ok();
}

Result<void> SqliteTokenWriter::insert_access(const AccessToken& token) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO access_tokens(hash, family, app_id, account_id, session_id, grant_id, "
                                   "scopes, is_read_only, issued_at, expires_at) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add_blob(token.hash).add(token.family).add(token.app).add(token.account).add(token.session);
    statement.add(token.grant).add(join_words(token.scopes)).add(token.is_read_only);
    return statement.add(token.issued_at).add(token.expires_at).run();
}

Result<void> SqliteTokenWriter::remove_access(std::string_view hash) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM access_tokens WHERE hash = ?"));
    MOORING_CHECK(statement.add_blob(hash).run());
    if (access_.db.changes() > 0) access_.touched.accounts = true;
    return ok();
}

Result<void> SqliteTokenWriter::insert_refresh(const RefreshToken& token) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO refresh_tokens(hash, family, app_id, account_id, grant_id, scopes, "
                                   "issued_at, expires_at, rotated_at, revoked_at) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add_blob(token.hash).add(token.family).add(token.app).add(token.account).add(token.grant);
    statement.add(join_words(token.scopes)).add(token.issued_at).add(token.expires_at).add(token.rotated_at);
    return statement.add(token.revoked_at).run();
}

Result<void> SqliteTokenWriter::update_refresh(const RefreshToken& token) {
    MOORING_TRY(Statement statement, access_.db.prepare("UPDATE refresh_tokens SET expires_at = ?, rotated_at = ?, "
                                                        "revoked_at = ? WHERE hash = ?"));
    MOORING_CHECK(
        statement.add(token.expires_at).add(token.rotated_at).add(token.revoked_at).add_blob(token.hash).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such refresh token"};
    return ok();
}

Result<void> SqliteTokenWriter::revoke_family(const TokenFamily& family, Instant at) {
    return revoke(access_, by_family, family, at);
}

Result<void> SqliteTokenWriter::revoke_grant(GrantId grant, Instant at) {
    return revoke(access_, by_grant, grant, at);
}

Result<void> SqliteTokenWriter::revoke_account(AccountId account, Instant at) {
    return revoke(access_, by_account, account, at);
}

Result<void> SqliteTokenWriter::remove_codes(AccountId account) {
    MOORING_TRY(Statement statement, access_.db.prepare(by_account.codes));
    return statement.add(account).run();
}

Result<void> SqliteTokenWriter::remove_expired(Instant now) {
    MOORING_CHECK(remove_before(access_.db, "DELETE FROM authorization_codes WHERE expires_at <= ?", now));
    MOORING_CHECK(remove_before(access_.db, "DELETE FROM refresh_tokens WHERE expires_at <= ?", now));
    return remove_before(access_.db, "DELETE FROM access_tokens WHERE expires_at <= ?", now - std::chrono::days{1});
}

}  // namespace mooring::storage::sqlite
