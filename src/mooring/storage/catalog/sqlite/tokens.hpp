#pragma once

#include "mooring/storage/catalog/sqlite/access.hpp"
#include "mooring/storage/catalog/token_store.hpp"

namespace mooring::storage::sqlite {

class SqliteTokenReader final : public TokenReader {
public:
    explicit SqliteTokenReader(Connection& db) : db_(db) {}
    Result<std::optional<AuthorizationCode>> find_code(std::string_view hash) override;
    Result<std::optional<AccessToken>> find_access(std::string_view hash) override;
    Result<std::optional<RefreshToken>> find_refresh(std::string_view hash) override;
    Result<Counts> counts() override;

private:
    Connection& db_;
};

class SqliteTokenWriter final : public TokenWriter {
public:
    explicit SqliteTokenWriter(WriteAccess access) : access_(access) {}
    Result<void> insert_code(const AuthorizationCode& code) override;
    Result<void> use_code(std::string_view hash, Instant at) override;
    Result<void> insert_access(const AccessToken& token) override;
    Result<void> remove_access(std::string_view hash) override;
    Result<void> insert_refresh(const RefreshToken& token) override;
    Result<void> update_refresh(const RefreshToken& token) override;
    Result<void> revoke_family(const TokenFamily& family, Instant at) override;
    Result<void> revoke_grant(GrantId grant, Instant at) override;
    Result<void> revoke_account(AccountId account, Instant at) override;
    Result<void> remove_codes(AccountId account) override;
    Result<void> remove_expired(Instant now) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
