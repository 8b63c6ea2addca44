#include "mooring/app/accounts/client_authentication.hpp"

#include <utility>

#include "mooring/base/hash.hpp"

namespace mooring::app::accounts {
namespace {

bool is_secret_of(const App& app, const std::string& hash, Instant now) {
    const bool is_present = equal_in_constant_time(hash, app.secret_hash);
    const bool is_previous = equal_in_constant_time(hash, app.previous_secret_hash) && app.previous_secret_until &&
                             now < *app.previous_secret_until;
    return is_present || is_previous;
}

}  // namespace

Result<AuthenticatedClient> authenticate_client(Catalog& catalog, const ServerSecret& secret, const Clock& clock,
                                                GuessLimits& limits, const ClientCredentials& given) {
    MOORING_TRY(std::optional<App> app,
                catalog.read([&](CatalogSnapshot& at) { return at.apps().find_by_client_id(given.client_id); }));
    if (!app) return AuthenticatedClient{};
    const bool is_public = app->kind == AppKind::public_client;
    if (!given.client_secret) {
        if (!is_public) return AuthenticatedClient{};
        return AuthenticatedClient{ClientVerdict::good, *std::move(app)};
    }
    MOORING_TRY(const Wait wait, limits.before_client_secret(given.client_id, given.address));
    if (wait) return AuthenticatedClient{ClientVerdict::too_many, {}, *wait};
    if (!is_public && is_secret_of(*app, secret.hash_token(*given.client_secret), clock.now())) {
        return AuthenticatedClient{ClientVerdict::good, *std::move(app)};
    }
    MOORING_CHECK(limits.note_wrong_client_secret(given.client_id, given.address));
    return AuthenticatedClient{ClientVerdict::wrong_secret};
}

}  // namespace mooring::app::accounts
