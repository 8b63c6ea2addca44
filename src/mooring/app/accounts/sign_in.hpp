#pragma once

#include <functional>
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
    /// Whether a password typed again, before something that needs it, is the account's.
    struct Confirmation {
        bool is_right = false;
        Wait wait;
    };
    template <class T>
    using Done = std::function<void(Result<T>)>;

    /// All outlive this and what it put into `workers`, which passes on what the pool found.
    SignIn(Catalog& catalog, Mint mint, PasswordPool& passwords, GuessLimits& limits, WorkerPool& workers)
        : catalog_(catalog), mint_(mint), passwords_(passwords), limits_(limits), workers_(workers) {}

    /// Reads the catalog, then returns; `done` is called once, here or on a worker.
    /// Errors: unavailable (too many wait, or the catalog is away), no_space.
    void sign_in(SignInRequest request, Done<SignInAnswer> done);
    void confirm(const Account& account, Password password, const IpAddress& address, Done<Confirmation> done);

private:
    Result<SignInAnswer> admit(AccountId account, const WantedSession& wanted);
    using PasswordTry = GuessLimits::PasswordTry;
    Result<Confirmation> conclude(const Account& account, const PasswordTry& one, Result<PasswordVerdict> verdict);

    Catalog& catalog_;
    Mint mint_;
    PasswordPool& passwords_;
    GuessLimits& limits_;
    WorkerPool& workers_;
};

}  // namespace mooring::app::accounts
