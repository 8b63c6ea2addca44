#pragma once

#include <optional>
#include <string>
#include <variant>

#include "mooring/app/accounts/authorization_response.hpp"
#include "mooring/app/accounts/principal.hpp"
#include "mooring/app/accounts/sessions.hpp"

namespace mooring::app::accounts {

/// What an app asks for at the authorization endpoints (accounts-oauth.md, sections 3 and 4), as it came.
struct AuthorizationRequest {
    std::string client_id;
    std::string redirect_uri;
    std::string response_type;
    std::string scope;
    std::optional<std::string> state;
    std::string challenge;
    std::string challenge_method;
};

/// Faults that are shown to the person and never sent to the redirect URI.
enum class ClientFault { unknown_client, wrong_redirect_uri };

/// The app that asks, if it is one and the redirect URI is one of its own. Errors: unavailable.
Result<std::variant<App, ClientFault>> find_client(CatalogSnapshot& catalog, const AuthorizationRequest& request);

/// The scopes that are asked for, or what is wrong with the rest of the request. Public apps need PKCE.
std::variant<ScopeNames, AuthorizationError> check_request(const AuthorizationRequest& request, const App& app);

/// True when `account` need not be asked: the creators' web app, or a grant that covers `scopes`.
Result<bool> has_consented(CatalogSnapshot& catalog, AccountId account, const App& app, const ScopeNames& scopes);

/// How the code will be used.
struct CodeTerms {
    bool is_silent = false;  ///< 60 seconds and no refresh token; else 600 seconds
    bool consents = false;   ///< the person just agreed: their grant is made or widened
};
/// A code for the person's session, or `consent_required`. `principal` is of a cookie.
/// Errors: unavailable, no_space.
Result<std::variant<std::string, AuthorizationError>> give_code(CatalogTransaction& tx, const Mint& mint,
                                                                const Principal& principal, const App& app,
                                                                const ScopeNames& scopes,
                                                                const AuthorizationRequest& request, CodeTerms terms);

}  // namespace mooring::app::accounts
