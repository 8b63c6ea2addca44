#pragma once

#include <optional>
#include <string>

#include "mooring/app/accounts/guess_limits.hpp"
#include "mooring/app/accounts/ports.hpp"

namespace mooring::app::accounts {

/// Which app a request to the token or revocation endpoint says it is.
struct ClientCredentials {
    std::string client_id;
    std::optional<std::string> client_secret;
    IpAddress address;  ///< of whoever asks
};

enum class ClientVerdict { good, unknown, wrong_secret, too_many };

struct AuthenticatedClient {
    ClientVerdict verdict = ClientVerdict::unknown;
    App app;                             ///< when good
    std::chrono::seconds retry_after{};  ///< when too many
};

/// Whether the app is who it says (accounts-oauth.md, section 5): with its secret, or the one it had before while that
/// still holds; by its id alone if it is public. Wrong secrets are counted. Errors: unavailable.
Result<AuthenticatedClient> authenticate_client(Catalog& catalog, const ServerSecret& secret, const Clock& clock,
                                                GuessLimits& limits, const ClientCredentials& given);

}  // namespace mooring::app::accounts
