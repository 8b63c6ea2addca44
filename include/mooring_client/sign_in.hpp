#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "mooring_client/http.hpp"
#include "mooring_client/timing.hpp"

namespace mooring_client {

struct SignInOptions {
    std::string auth_url = "https://accounts.spotify.com/oauth2/v2/auth";
    std::string token_url = "https://accounts.spotify.com/api/token";
    std::string sp_dc;
    std::string sp_key;
    Timing timing = Timing::real();
    std::shared_ptr<Transport> transport;
    std::stop_token stop;
};

/// Turns two cookies into a bearer token by PKCE, and renews it when less than 300 s of its life are left.
///
/// The cookies go to the authorise address only. After one `login_required` every call fails with credentials_expired
/// at once, without a request. Safe to use from several threads: they share one token, and one of them renews it.
/// Source: creators-graphql.md, 12.1; accounts-oauth.md, 3.
class SignIn {
public:
    explicit SignIn(SignInOptions options);
    ~SignIn();

    /// Errors: credentials_expired, authentication (an answer that breaks the rules), unreachable, timeout, cancelled.
    Result<std::string> bearer();
    /// Drop `token`, which was refused, unless it was renewed meanwhile.
    void forget(std::string_view token);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// What the page of the authorise address says: its code, once `state` has been found to be the one that was sent.
/// Errors: credentials_expired, authentication.
Result<std::string> read_authorization_page(std::string_view page, std::string_view state);

}  // namespace mooring_client
