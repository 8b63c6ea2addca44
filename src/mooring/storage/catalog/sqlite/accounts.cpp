#include "mooring/storage/catalog/sqlite/accounts.hpp"

#include <array>

#include "mooring/storage/catalog/json_codec.hpp"

namespace mooring::storage::sqlite {
namespace {

/// All but the id, in the order of `add_fields`.
constexpr std::array<std::string_view, 12> fields{"opaque_id",
                                                  "email",
                                                  "username",
                                                  "display_name",
                                                  "country",
                                                  "filters_explicit",
                                                  "is_administrator",
                                                  "is_disabled",
                                                  "password_hash",
                                                  "created_at",
                                                  "password_changed_at",
                                                  "standing_json"};

constexpr std::string_view select =
    "SELECT id, opaque_id, email, username, display_name, country, filters_explicit, is_administrator, is_disabled, "
    "password_hash, created_at, password_changed_at, standing_json FROM accounts ";

Result<Account> read_account(Row row) {
    Account account;
    account.id = row.id<AccountId>();
    account.opaque_id = row.text();
    account.email = row.text();
    account.username = row.text();
    account.display_name = row.text();
    account.country = row.text();
    account.filters_explicit = row.flag();
    account.is_administrator = row.flag();
    account.is_disabled = row.flag();
    account.password_hash = row.text();
    account.created_at = row.instant();
    account.password_changed_at = row.maybe_instant();
    MOORING_CHECK(decode_json(row.text(), account.standing));
    return account;
}

void add_fields(Statement& statement, const Account& account) {
    statement.add(account.opaque_id).add(account.email).add(account.username).add(account.display_name);
    statement.add(account.country).add(account.filters_explicit).add(account.is_administrator);
    statement.add(account.is_disabled).add(account.password_hash).add(account.created_at);
    statement.add(account.password_changed_at).add(encode_json(account.standing));
}

}  // namespace

Result<std::optional<Account>> SqliteAccountReader::find(AccountId id) {
    static const std::string sql = joined({select, "WHERE id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Account>(statement, read_account);
}

Result<std::optional<Account>> SqliteAccountReader::find_by_email(std::string_view email) {
    static const std::string sql = joined({select, "WHERE email = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(email);
    return first_row<Account>(statement, read_account);
}

Result<std::optional<Account>> SqliteAccountReader::find_by_username(std::string_view username) {
    static const std::string sql = joined({select, "WHERE username = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(username);
    return first_row<Account>(statement, read_account);
}

Result<std::vector<Account>> SqliteAccountReader::list() {
    static const std::string sql = joined({select, "ORDER BY id"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    return all_rows<Account>(statement, read_account);
}

Result<bool> SqliteAccountReader::is_empty() {
    MOORING_TRY(const std::int64_t any, db_.integer("SELECT EXISTS (SELECT 1 FROM accounts)"));
    return any == 0;
}

Result<int> SqliteAccountReader::count_administrators() {
    MOORING_TRY(const std::int64_t count,
                db_.integer("SELECT count(*) FROM accounts WHERE is_administrator = 1 AND is_disabled = 0"));
    return static_cast<int>(count);
}

Result<AccountId> SqliteAccountWriter::insert(const Account& account) {
    static const std::string sql = insert_sql("accounts", fields);
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    add_fields(statement, account);
    MOORING_CHECK(statement.run());
    access_.touched.accounts = true;
    return AccountId{access_.db.last_insert_id()};
}

Result<void> SqliteAccountWriter::update(const Account& account) {
    static const std::string sql = update_sql("accounts", fields) + " WHERE id = ?";
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    add_fields(statement, account);
    MOORING_CHECK(statement.add(account.id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such account"};
    access_.touched.accounts = true;
    return ok();
}

}  // namespace mooring::storage::sqlite
