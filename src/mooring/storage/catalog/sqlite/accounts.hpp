#pragma once

#include "mooring/storage/catalog/account_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteAccountReader final : public AccountReader {
public:
    explicit SqliteAccountReader(Connection& db) : db_(db) {}
    Result<std::optional<Account>> find(AccountId id) override;
    Result<std::optional<Account>> find_by_email(std::string_view email) override;
    Result<std::optional<Account>> find_by_username(std::string_view username) override;
    Result<std::vector<Account>> list() override;
    Result<bool> is_empty() override;
    Result<int> count_administrators() override;

private:
    Connection& db_;
};

class SqliteAccountWriter final : public AccountWriter {
public:
    explicit SqliteAccountWriter(WriteAccess access) : access_(access) {}
    Result<AccountId> insert(const Account& account) override;
    Result<void> update(const Account& account) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
