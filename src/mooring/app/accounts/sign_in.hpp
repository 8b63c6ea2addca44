#pragma once

#include <optional>
#include <string>

#include "mooring/app/accounts/guess_limits.hpp"
#include "mooring/app/accounts/password_pool.hpp"
#include "mooring/app/accounts/sessions.hpp"

namespace mooring::app::accounts {

/// What the sign-in page was sent.
struct SignInRequest {
    std::string email;
    Password password;
    IpAddress address;
    WantedSession session;
};

struct SignInAnswer {
    std::optional<StartedSession> session;  ///< none: e-mail or password wrong, or too many tries
    Wait wait;                              ///< set after too many tries
};

/// Signing in with a password (accounts-oauth.md, 8.2 and 8.3). Unknown, disabled and password-less accounts take the
/// same work and get the same answer as a wrong password.
class SignIn {
public:
    /// All outlive this.
    SignIn(Catalog& catalog, Mint mint, PasswordPool& passwords, GuessLimits& limits)
        : catalog_(catalog), mint_(mint), passwords_(passwords), limits_(limits) {}

    /// Waits for its turn to hash: only for threads that may (see `PasswordPool`).
    /// Errors: unavailable (too many wait, or the catalog is away), no_space.
    Result<SignInAnswer> sign_in_and_wait(SignInRequest request);

    /// Whether `password` is the account's, typed again before something that needs it. Counts wrong ones.
    struct Confirmation {
        bool is_right = false;
        Wait wait;
    };
    Result<Confirmation> confirm_and_wait(const Account& account, Password password, const IpAddress& address);

private:
    Catalog& catalog_;
    Mint mint_;
    PasswordPool& passwords_;
    GuessLimits& limits_;
};

}  // namespace mooring::app::accounts
