#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::storage {

using domain::AccessToken;
using domain::AccountId;
using domain::AuthorizationCode;
using domain::GrantId;
using domain::RefreshToken;
using domain::TokenFamily;

/// Codes and tokens by their 32-byte hashes; the values themselves are never stored.
class TokenReader {
public:
    virtual ~TokenReader() = default;
    /// Used ones too.
    virtual Result<std::optional<AuthorizationCode>> find_code(std::string_view hash) = 0;
    /// Expired ones too.
    virtual Result<std::optional<AccessToken>> find_access(std::string_view hash) = 0;
    /// Rotated and revoked ones too.
    virtual Result<std::optional<RefreshToken>> find_refresh(std::string_view hash) = 0;
    /// How many rows there are of each, for the metrics.
    struct Counts {
        std::int64_t codes = 0;
        std::int64_t access = 0;
        std::int64_t refresh = 0;
        bool operator==(const Counts&) const = default;
    };
    virtual Result<Counts> counts() = 0;
};

class TokenWriter {
public:
    virtual ~TokenWriter() = default;
    virtual Result<void> insert_code(const AuthorizationCode& code) = 0;
    /// Mark it used. Errors: conflict (it is already, or unknown): of two at once exactly one succeeds.
    virtual Result<void> use_code(std::string_view hash, Instant at) = 0;
    virtual Result<void> insert_access(const AccessToken& token) = 0;
    /// Unknown ones are ignored.
    virtual Result<void> remove_access(std::string_view hash) = 0;
    virtual Result<void> insert_refresh(const RefreshToken& token) = 0;
    /// Replace the fields that change in a life: end, rotation, revocation. Errors: not_found.
    virtual Result<void> update_refresh(const RefreshToken& token) = 0;

    // Each removes access tokens and unused codes, and marks refresh tokens as revoked `at`.
    virtual Result<void> revoke_family(const TokenFamily& family, Instant at) = 0;
    virtual Result<void> revoke_grant(GrantId grant, Instant at) = 0;
    virtual Result<void> revoke_account(AccountId account, Instant at) = 0;

    /// Remove a person's unused codes alone.
    virtual Result<void> remove_codes(AccountId account) = 0;

    /// Remove the codes and refresh tokens that expired at `now`, and the access tokens that expired a day before it.
    virtual Result<void> remove_expired(Instant now) = 0;
};

}  // namespace mooring::storage
