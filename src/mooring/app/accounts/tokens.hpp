#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mooring/app/accounts/ports.hpp"
#include "mooring/app/accounts/sessions.hpp"

namespace mooring::app::accounts {

/// What the token endpoint does once the app is known (accounts-oauth.md, section 5).

inline constexpr std::chrono::seconds access_token_life{3600};
inline constexpr std::chrono::seconds refresh_token_life = std::chrono::days{180};
/// A public app's replaced refresh token still works so long: a retry after a lost answer.
inline constexpr std::chrono::seconds rotation_overlap{60};

/// Tokens in clear, for their owner, once.
struct IssuedTokens {
    std::string access_token;
    std::optional<std::string> refresh_token;
    std::optional<ScopeNames> scopes;  ///< none for an app token
};

/// Why there are none (section 5.4).
enum class TokenFault {
    invalid_code,
    code_expired,
    wrong_redirect_uri,
    verifier_required,
    wrong_verifier,
    invalid_refresh_token,
    refresh_token_revoked,
    scope_not_granted,
    secret_required,  ///< client credentials of an app without a secret
};

using TokenAnswer = std::variant<IssuedTokens, TokenFault>;

struct CodeExchange {
    std::string code;
    std::string redirect_uri;
    std::optional<std::string> verifier;
};
/// Give tokens for a code, once; a second use revokes what the first one gave. Errors: unavailable, no_space.
Result<TokenAnswer> exchange_code(CatalogTransaction& tx, const Mint& mint, const App& app, const CodeExchange& given);

/// Give a new access token, and the same refresh token to an app with a secret, a new one to a public one.
/// `wanted` narrows the scopes; none keeps them.
Result<TokenAnswer> refresh_tokens(CatalogTransaction& tx, const Mint& mint, const App& app,
                                   std::string_view refresh_token, const std::optional<ScopeNames>& wanted);

/// A token of the app itself.
Result<TokenAnswer> give_app_token(CatalogTransaction& tx, const Mint& mint, const App& app);

/// End a token of `app` (RFC 7009): a refresh token with all of its family, an access token alone. Others are ignored.
Result<void> revoke_token(CatalogTransaction& tx, const Mint& mint, const App& app, std::string_view token);

}  // namespace mooring::app::accounts
