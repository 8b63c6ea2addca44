#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/accounts/audit.hpp"
#include "mooring/app/accounts/passwords.hpp"
#include "mooring/app/accounts/sessions.hpp"

namespace mooring::app::accounts {

/// A person to be made. The password comes as its hash: see `PasswordPool`.
struct NewAccount {
    std::string email;
    std::string display_name;
    std::string password_hash;
    std::string country = {};  ///< ISO 3166-1 alpha-2, or empty
    bool is_administrator = false;
};

/// Whether the texts can be those of a person: an e-mail that looks like one, at most 254 bytes; a display name of 1 to
/// 80 code points; a country of two letters. Errors: invalid_argument (names the field).
Result<void> check_account(const NewAccount& wanted);

/// Make a person with a username of their own, taken from the e-mail, which must be free.
/// Errors: invalid_argument, conflict (field `email`).
Result<Account> create_account(CatalogTransaction& tx, const Mint& mint, const NewAccount& wanted, const Actor& actor);

/// Give a role in place of what the person has there. Errors: not_found; conflict (it was the last owner's).
Result<void> give_role(CatalogTransaction& tx, const Mint& mint, const Membership& membership, const Actor& actor);
/// Errors: not_found; conflict (the last owner).
Result<void> take_role(CatalogTransaction& tx, const Mint& mint, AccountId account, WorkspaceId workspace,
                       const Actor& actor);
Result<void> take_role(CatalogTransaction& tx, const Mint& mint, AccountId account, ShowId show, const Actor& actor);

/// Store a new hash, and end what the old password may have given away: all sessions but `kept`, refresh tokens of
/// grants with a scope that writes, unused codes (section 6). Errors: not_found.
Result<void> set_password(CatalogTransaction& tx, const Mint& mint, AccountId account, std::string hash,
                          std::optional<SessionId> kept, const Actor& actor);

/// Raise the cost of a hash without changing the password: nothing ends. Errors: not_found.
Result<void> store_rehash(CatalogTransaction& tx, AccountId account, std::string hash);

/// Disable, which ends everything of the person at once, or enable. Errors: not_found; conflict (the last
/// administrator).
Result<void> set_disabled(CatalogTransaction& tx, const Mint& mint, AccountId account, bool disabled,
                          const Actor& actor);

/// Make an administrator of the server, or none any more. Errors: not_found; conflict (the last one).
Result<void> set_administrator(CatalogTransaction& tx, const Mint& mint, AccountId account, bool is_administrator,
                               const Actor& actor);

/// What people read of a person, and what they prefer; unset members stay.
struct ProfilePatch {
    std::optional<std::string> display_name, email, country;
    std::optional<bool> filters_explicit;
};
/// A patch that changes nothing leaves no trace. Errors: not_found, invalid_argument, conflict (field `email`).
Result<Account> change_profile(CatalogTransaction& tx, const Mint& mint, AccountId account, const ProfilePatch& patch,
                               const Actor& actor);

/// The first administrator, of a catalog without any person (section 8.1). The caller makes the first workspace in the
/// same transaction and gives its ownership. Errors: conflict (somebody was first), invalid_argument.
Result<Account> create_first_administrator(CatalogTransaction& tx, const Mint& mint, NewAccount wanted,
                                           const Actor& actor);

}  // namespace mooring::app::accounts
