#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "mooring/app/accounts/password_pool.hpp"
#include "mooring/app/accounts/people.hpp"

namespace mooring::app::accounts {

/// What the first-run page was sent.
struct FirstRunRequest {
    std::string token;
    std::string email;
    std::string display_name;
    Password password;
    std::string workspace_name;
    WantedSession session;
};

/// The first run (accounts-oauth.md, 8.1): whoever has the one-time token becomes the administrator and owns the first
/// workspace. Open only on a server without any person.
class FirstRun {
public:
    using Done = std::function<void(Result<StartedSession>)>;

    /// `token` is nothing when there are people already. `on_finished` is called once it is
    /// worth nothing: delete what tells it.
    FirstRun(Catalog& catalog, Mint mint, PasswordPool& passwords, WorkerPool& workers,
             std::optional<std::string> token, std::function<void()> on_finished)
        : catalog_(catalog),
          mint_(mint),
          passwords_(passwords),
          workers_(workers),
          token_(std::move(token)),
          on_finished_(std::move(on_finished)) {}

    /// False once the server has been set up, by whatever way.
    Result<bool> is_open();

    /// `done` is called once, here or on a worker. Errors: not_found (not open), forbidden (the token), conflict
    /// (somebody was first), invalid_argument (names the field), unavailable, no_space.
    void run(FirstRunRequest request, Done done);

private:
    /// For good.
    void close();
    bool is_token(std::string_view text);
    Result<StartedSession> create(const FirstRunRequest& request, std::string password_hash);

    Catalog& catalog_;
    Mint mint_;
    PasswordPool& passwords_;
    WorkerPool& workers_;
    std::mutex mutex_;  ///< of the token
    std::optional<std::string> token_;
    std::function<void()> on_finished_;
};

}  // namespace mooring::app::accounts
