#pragma once

#include <optional>

#include "mooring/app/accounts/ports.hpp"

namespace mooring::app::accounts {

/// Who asks, once a credential was accepted: a person by a session or a user token, or an app by itself.
struct Principal {
    enum class Credential { cookie, bearer };

    Credential credential = Credential::cookie;
    std::optional<Account> account;    ///< none for an app token
    std::optional<SessionId> session;  ///< of a cookie, and of a bearer that ends with its session
    AppId app;                         ///< whose bearer it is; the creators' web app for cookies
    ScopeNames scopes;                 ///< of a bearer
    bool is_read_only = false;         ///< refused on every write of every family, whatever the role
    std::optional<Instant> expires_at;

    bool operator==(const Principal&) const = default;
};

}  // namespace mooring::app::accounts
