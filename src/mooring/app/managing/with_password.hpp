#pragma once

#include <functional>
#include <string>

#include "mooring/app/accounts/people.hpp"
#include "mooring/app/accounts/sign_in.hpp"
#include "mooring/app/managing/asker.hpp"

namespace mooring::app::managing {

/// A session for a tool (accounts-oauth.md, section 7).
struct ConnectorRequest {
    std::string label;
    std::chrono::days life{90};  ///< 30, 90 or 365
    bool is_read_only = true;
};
/// Errors: invalid_argument (`label`: 1 to 80 characters; `days`).
Result<void> check_connector(const ConnectorRequest& wanted);

/// Changes for which a password is checked or hashed, on the threads of the password pool. Each function returns at
/// once; `done` is called once, here or on a worker. Further errors of all: unavailable, no_space.
class WithPassword {
public:
    template <class T>
    using Done = std::function<void(Result<T>)>;
    using Confirmation = accounts::SignIn::Confirmation;

    /// All outlive this and what it put into `workers`.
    WithPassword(Catalog& catalog, Mint mint, accounts::SignIn& sign_in, accounts::PasswordPool& passwords,
                 WorkerPool& workers)
        : catalog_(catalog), mint_(mint), sign_in_(sign_in), passwords_(passwords), workers_(workers) {}

    /// All other sessions end. The answer is not `is_right` when `current` is wrong or too many were.
    /// Errors: forbidden (read only), invalid_argument (`password`).
    void change_password(const Asker& asker, const IpAddress& address, accounts::Password current,
                         accounts::Password wanted, const Done<Confirmation>& done);
    /// `password` is the person's, typed again. Errors: forbidden (read only), invalid_argument.
    void start_connector(const Asker& asker, const IpAddress& address, accounts::Password password,
                         const ConnectorRequest& wanted, const Done<accounts::SignInAnswer>& done);
    /// For administrators. Errors: forbidden, invalid_argument, conflict (`email`).
    void create_user(const Asker& asker, const accounts::NewAccount& wanted, accounts::Password password,
                     const Done<Account>& done);
    /// Make an account by an invitation and sign in. Errors: not_found and gone (the invitation), invalid_argument,
    /// conflict (`email`).
    void join(const std::string& token, const accounts::NewAccount& wanted, accounts::Password password,
              const accounts::WantedSession& session, const Done<accounts::StartedSession>& done);

private:
    /// Check that `password` may be chosen, hash it and go on with the hash on a worker.
    template <class T, class Next>
    void hash(const accounts::NewAccount& whose, accounts::Password password, Done<T> done, Next next);

    Catalog& catalog_;
    Mint mint_;
    accounts::SignIn& sign_in_;
    accounts::PasswordPool& passwords_;
    WorkerPool& workers_;
};

}  // namespace mooring::app::managing
