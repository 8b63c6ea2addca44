#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/server_secret.hpp"
#include "mooring/base/random.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::app::accounts {

/// The values that open something: tokens, codes and the three cookies of a session (accounts-oauth.md, 5.5 and 7).
/// Each is shown once and kept as `ServerSecret::hash_token` only. `random` must be a `SystemRandom` outside tests.

/// `BQ` and 43 base64url characters: 256 random bits.
std::string make_access_token(Random& random);
/// `AQ` and 43 base64url characters: 256 random bits.
std::string make_refresh_token(Random& random);
/// `AQ` and 43 base64url characters: 256 random bits. Nothing in it needs an escape anywhere (section 3.2).
std::string make_authorization_code(Random& random);
/// `AQ` and 64 base64url characters: 384 random bits. The secret of a session.
std::string make_sp_dc(Random& random);
/// A version-4 UUID, lower case.
std::string make_sp_key(Random& random);

/// 32 lower-case hexadecimal digits: what names an app (section 8.6). No secret.
std::string make_client_id(Random& random);
/// 32 lower-case hexadecimal digits: 128 random bits.
std::string make_client_secret(Random& random);
/// 22 base-62 characters: what ties codes and tokens of one consent together.
domain::TokenFamily make_token_family(Random& random);

/// True for the form only; whether it was ever issued is the store's to say. A value of another form, such as a cookie
/// of the real service, need not be looked up.
bool is_access_token(std::string_view text);
bool is_refresh_token(std::string_view text);
bool is_authorization_code(std::string_view text);
bool is_sp_dc(std::string_view text);
bool is_sp_key(std::string_view text);  ///< hexadecimal digits of either case

/// What names a session in `anchorpw_s`: 32 characters of `A-Z a-z 0-9 - _`, 192 random bits. The store keeps the hash
/// of this, not of the cookie.
std::string make_anchorpw_id(Random& random);

/// The cookie's value `s:` id `.` signature, plain. In `Set-Cookie` it is percent-encoded. The signature is
/// HMAC-SHA-256 of the id under a key from `secret`, in base64 without padding: it may hold `+` and `/`.
std::string sign_anchorpw_s(const ServerSecret& secret, std::string_view id);

/// The id in a value of `anchorpw_s`, plain or percent-encoded, in which `+` is a plus. Nothing when the form or the
/// signature is wrong: look up only what comes out of this.
std::optional<std::string> read_anchorpw_s(const ServerSecret& secret, std::string_view value);

}  // namespace mooring::app::accounts
