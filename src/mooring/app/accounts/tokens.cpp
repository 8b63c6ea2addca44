#include "mooring/app/accounts/tokens.hpp"

#include <utility>

#include "mooring/app/accounts/oauth_scopes.hpp"
#include "mooring/app/accounts/pkce.hpp"
#include "mooring/app/accounts/secrets.hpp"

namespace mooring::app::accounts {
namespace {

/// Store `token`, filled but for hash and times, and return it in clear.
Result<std::string> give_access(CatalogTransaction& tx, const Mint& mint, AccessToken token) {
    std::string text = make_access_token(mint.random);
    token.hash = mint.secret.hash_token(text);
    token.issued_at = mint.clock.now();
    token.expires_at = token.issued_at + access_token_life;
    MOORING_CHECK(tx.token_writer().insert_access(token));
    return text;
}

Result<std::string> give_refresh(CatalogTransaction& tx, const Mint& mint, RefreshToken token) {
    std::string text = make_refresh_token(mint.random);
    token.hash = mint.secret.hash_token(text);
    token.issued_at = mint.clock.now();
    token.expires_at = token.issued_at + refresh_token_life;
    token.rotated_at.reset();
    MOORING_CHECK(tx.token_writer().insert_refresh(token));
    return text;
}

Result<bool> may_sign_in(CatalogSnapshot& catalog, AccountId id) {
    MOORING_TRY(const std::optional<Account> account, catalog.accounts().find(id));
    return account && !account->is_disabled;
}

/// What is wrong with the proof that the code comes from whoever asked for it.
std::optional<TokenFault> fault_of_verifier(const AuthorizationCode& code, const std::optional<std::string>& verifier) {
    if (code.challenge.empty()) return verifier ? std::optional{TokenFault::wrong_verifier} : std::nullopt;
    if (!verifier) return TokenFault::verifier_required;
    return verifier_matches(*verifier, code.challenge) ? std::nullopt : std::optional{TokenFault::wrong_verifier};
}

Result<TokenAnswer> give_for_code(CatalogTransaction& tx, const Mint& mint, const AuthorizationCode& code) {
    MOORING_TRY(const std::optional<Session> session, tx.sessions().find(code.session));
    const Instant now = mint.clock.now();
    MOORING_TRY(const bool may, may_sign_in(tx, code.account));
    if (!may || !session || !domain::is_live(*session, now)) return TokenAnswer{TokenFault::invalid_code};
    IssuedTokens issued;
    issued.scopes = code.scopes;
    const bool refreshes = code.gives_refresh_token && code.grant;
    const auto ends_with = refreshes ? std::nullopt : std::optional{code.session};
    MOORING_TRY(issued.access_token, give_access(tx, mint,
                                                 {{},
                                                  code.family,
                                                  code.app,
                                                  code.account,
                                                  ends_with,
                                                  code.grant,
                                                  code.scopes,
                                                  session->is_read_only,
                                                  {},
                                                  {}}));
    if (refreshes) {
        MOORING_TRY(issued.refresh_token,
                    give_refresh(tx, mint,
                                 {{}, code.family, code.app, code.account, *code.grant, code.scopes, {}, {}, {}, {}}));
    }
    return TokenAnswer{std::move(issued)};
}

}  // namespace

Result<TokenAnswer> exchange_code(CatalogTransaction& tx, const Mint& mint, const App& app, const CodeExchange& given) {
    if (!is_authorization_code(given.code)) return TokenAnswer{TokenFault::invalid_code};
    const std::string hash = mint.secret.hash_token(given.code);
    MOORING_TRY(const std::optional<AuthorizationCode> code, tx.tokens().find_code(hash));
    if (!code || code->app != app.id) return TokenAnswer{TokenFault::invalid_code};
    const Instant now = mint.clock.now();
    if (code->used_at) {
        MOORING_CHECK(tx.token_writer().revoke_family(code->family, now));
        return TokenAnswer{TokenFault::invalid_code};
    }
    if (code->expires_at <= now) return TokenAnswer{TokenFault::code_expired};
    if (code->redirect_uri != given.redirect_uri) return TokenAnswer{TokenFault::wrong_redirect_uri};
    if (const auto fault = fault_of_verifier(*code, given.verifier)) return TokenAnswer{*fault};
    MOORING_CHECK(tx.token_writer().use_code(hash, now));
    return give_for_code(tx, mint, *code);
}

Result<TokenAnswer> refresh_tokens(CatalogTransaction& tx, const Mint& mint, const App& app,
                                   std::string_view refresh_token, const std::optional<ScopeNames>& wanted) {
    if (!is_refresh_token(refresh_token)) return TokenAnswer{TokenFault::invalid_refresh_token};
    MOORING_TRY(std::optional<RefreshToken> token, tx.tokens().find_refresh(mint.secret.hash_token(refresh_token)));
    const Instant now = mint.clock.now();
    if (!token || token->app != app.id || token->expires_at <= now) {
        return TokenAnswer{TokenFault::invalid_refresh_token};
    }
    if (token->revoked_at) return TokenAnswer{TokenFault::refresh_token_revoked};
    if (token->rotated_at && now - *token->rotated_at > rotation_overlap) {
        MOORING_CHECK(tx.token_writer().revoke_family(token->family, now));
        return TokenAnswer{TokenFault::refresh_token_revoked};
    }
    MOORING_TRY(const bool may, may_sign_in(tx, token->account));
    if (!may) return TokenAnswer{TokenFault::refresh_token_revoked};
    if (wanted && !covers(token->scopes, *wanted)) return TokenAnswer{TokenFault::scope_not_granted};

    IssuedTokens issued;
    issued.scopes = wanted.value_or(token->scopes);
    MOORING_TRY(
        issued.access_token,
        give_access(tx, mint,
                    {{}, token->family, app.id, token->account, {}, token->grant, *issued.scopes, false, {}, {}}));
    if (app.kind == AppKind::confidential) {
        token->expires_at = now + refresh_token_life;
        issued.refresh_token = refresh_token;
    } else {
        if (!token->rotated_at) token->rotated_at = now;
        MOORING_TRY(issued.refresh_token, give_refresh(tx, mint, *token));
    }
    MOORING_CHECK(tx.token_writer().update_refresh(*token));
    return TokenAnswer{std::move(issued)};
}

Result<TokenAnswer> give_app_token(CatalogTransaction& tx, const Mint& mint, const App& app) {
    if (app.kind != AppKind::confidential) return TokenAnswer{TokenFault::secret_required};
    IssuedTokens issued;
    MOORING_TRY(issued.access_token, give_access(tx, mint, {{}, {}, app.id, {}, {}, {}, {}, false, {}, {}}));
    return TokenAnswer{std::move(issued)};
}

Result<void> revoke_token(CatalogTransaction& tx, const Mint& mint, const App& app, std::string_view token) {
    const std::string hash = mint.secret.hash_token(token);
    if (is_access_token(token)) {
        MOORING_TRY(const std::optional<AccessToken> found, tx.tokens().find_access(hash));
        return found && found->app == app.id ? tx.token_writer().remove_access(hash) : ok();
    }
    if (!is_refresh_token(token)) return ok();
    MOORING_TRY(const std::optional<RefreshToken> found, tx.tokens().find_refresh(hash));
    if (!found || found->app != app.id) return ok();
    return tx.token_writer().revoke_family(found->family, mint.clock.now());
}

}  // namespace mooring::app::accounts
