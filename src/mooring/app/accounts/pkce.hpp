#pragma once

#include <string_view>

namespace mooring::app::accounts {

/// Proof Key for Code Exchange (RFC 7636) with the method S256, the only one that is offered (accounts-oauth.md, 5.1).

/// True for 43 base64url characters: the form of every S256 challenge.
bool is_challenge(std::string_view text);

/// True for 43 to 128 characters of `A-Z a-z 0-9 - . _ ~` (RFC 7636, 4.1).
bool is_verifier(std::string_view text);

/// True when `verifier` is well-formed and `base64url(SHA-256(verifier))` is `challenge`. Takes the same time wherever
/// the two differ.
bool verifier_matches(std::string_view verifier, std::string_view challenge);

}  // namespace mooring::app::accounts
