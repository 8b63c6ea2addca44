#include "mooring/app/accounts/authorize.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "mooring/app/accounts/audit.hpp"
#include "mooring/app/accounts/oauth_scopes.hpp"
#include "mooring/app/accounts/pkce.hpp"
#include "mooring/app/accounts/redirect_uris.hpp"
#include "mooring/app/accounts/secrets.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::chrono::seconds silent_code_life{60};
constexpr std::chrono::seconds code_life{600};

/// The grant that a code to `app` rests on, made or widened if what is there does not cover `scopes` and `consents`.
Result<std::optional<GrantId>> settle_grant(CatalogTransaction& tx, const Mint& mint, const Session& session,
                                            const App& app, const ScopeNames& scopes, bool consents) {
    const Instant now = mint.clock.now();
    MOORING_TRY(std::optional<Grant> grant, tx.apps().find_grant(session.account, app.id));
    if (grant && covers(grant->scopes, scopes)) return std::optional{grant->id};
    if (!consents) return std::optional<GrantId>{};
    if (!grant) grant = Grant{{}, session.account, app.id, {}, now, now};
    grant->scopes.insert(scopes.begin(), scopes.end());
    grant->updated_at = now;
    MOORING_CHECK(record(tx, now, Actor::person(session.account, session.last_address),
                         {.action = "grant.given", .text = app.name, .account = session.account}));
    MOORING_TRY(const GrantId id, tx.app_writer().put_grant(*grant));
    return std::optional{id};
}

}  // namespace

Result<std::variant<App, ClientFault>> find_client(CatalogSnapshot& catalog, const AuthorizationRequest& request) {
    using Answer = std::variant<App, ClientFault>;
    MOORING_TRY(std::optional<App> app, catalog.apps().find_by_client_id(request.client_id));
    if (!app) return Answer{ClientFault::unknown_client};
    const bool is_registered = std::ranges::any_of(app->redirect_uris, [&](const std::string& registered) {
        return redirect_matches(registered, request.redirect_uri);
    });
    if (!is_registered) return Answer{ClientFault::wrong_redirect_uri};
    return Answer{*std::move(app)};
}

std::variant<ScopeNames, AuthorizationError> check_request(const AuthorizationRequest& request, const App& app) {
    if (request.state && !is_state(*request.state)) return AuthorizationError::invalid_request;
    if (request.response_type != "code") return AuthorizationError::unsupported_response_type;
    const bool has_challenge = !request.challenge.empty() || !request.challenge_method.empty();
    if (has_challenge || app.kind == AppKind::public_client) {
        if (request.challenge_method != "S256" || !is_challenge(request.challenge)) {
            return AuthorizationError::invalid_request;
        }
    }
    auto scopes = parse_scopes(request.scope);
    if (!scopes) return AuthorizationError::invalid_scope;
    return *std::move(scopes);
}

Result<bool> has_consented(CatalogSnapshot& catalog, AccountId account, const App& app, const ScopeNames& scopes) {
    if (app.id == domain::creators_app_id) return true;
    MOORING_TRY(const std::optional<Grant> grant, catalog.apps().find_grant(account, app.id));
    return grant && covers(grant->scopes, scopes);
}

Result<std::variant<std::string, AuthorizationError>> give_code(CatalogTransaction& tx, const Mint& mint,
                                                                const Principal& principal, const App& app,
                                                                const ScopeNames& scopes,
                                                                const AuthorizationRequest& request, CodeTerms terms) {
    using Answer = std::variant<std::string, AuthorizationError>;
    const AccountId account = principal.account->id;
    // The session may have ended since its cookie was accepted.
    MOORING_TRY(const std::optional<Session> session, tx.sessions().find(*principal.session));
    if (!session) return Answer{AuthorizationError::login_required};
    AuthorizationCode code;
    if (app.id != domain::creators_app_id) {
        MOORING_TRY(code.grant, settle_grant(tx, mint, *session, app, scopes, terms.consents));
        if (!code.grant) return Answer{AuthorizationError::consent_required};
    }
    std::string text = make_authorization_code(mint.random);
    code.hash = mint.secret.hash_token(text);
    code.family = make_token_family(mint.random);
    code.app = app.id;
    code.account = account;
    code.session = session->id;
    code.scopes = scopes;
    code.redirect_uri = request.redirect_uri;
    code.challenge = request.challenge;
    code.gives_refresh_token = code.grant && !terms.is_silent;
    code.issued_at = mint.clock.now();
    code.expires_at = code.issued_at + (terms.is_silent ? silent_code_life : code_life);
    MOORING_CHECK(tx.token_writer().insert_code(code));
    return Answer{std::move(text)};
}

}  // namespace mooring::app::accounts
