#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "mooring/api/accounts/accounts_handler.hpp"
#include "mooring/api/dashboard/dashboard_handler.hpp"
#include "mooring/app/accounts/credentials.hpp"
#include "mooring/app/accounts/first_run.hpp"
#include "mooring/app/accounts/sign_in.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// Everything of a running instance that has to do with people: who they are, how they sign in, what is remembered of
/// their credentials.
class People {
public:
    /// Both pools and `urls` outlive this. Errors: unavailable.
    static Result<std::unique_ptr<People>> open(const Config& config, Storage& storage, WorkerPool& chores,
                                                WorkerPool& workers, const app::PublicUrls& urls);

    /// Sign-in and OAuth; the dashboard's management operations.
    std::shared_ptr<http::Handler> accounts() const { return api::accounts::make_accounts_handler(services_); }
    std::shared_ptr<http::Handler> dashboard(const app::importing::ImportDesk& imports) const {
        return api::dashboard::make_dashboard_handler(services_, imports);
    }
    /// What other families of people share.
    const api::people::Services& services() const { return services_; }
    app::accounts::Credentials& credentials() { return *credentials_; }
    /// The one-time token of the first run, on an instance without any person.
    const std::optional<std::string>& set_up_token() const { return token_; }
    /// Remove what has ended and what no limit counts any more.
    Result<void> forget_old();

private:
    People(const Config& config, Storage& storage, WorkerPool& chores, WorkerPool& workers, const app::PublicUrls& urls,
           std::optional<std::string> token);

    Storage& storage_;
    std::optional<std::string> token_;
    app::accounts::Mint mint_;
    std::shared_ptr<app::accounts::Credentials> credentials_;
    app::accounts::GuessLimits limits_;
    RollingLimiter<domain::SessionId> silent_limit_;
    app::accounts::PasswordPool passwords_;
    app::accounts::SignIn sign_in_;
    app::accounts::FirstRun first_run_;
    app::managing::WithPassword with_password_;
    api::people::Services services_;
};

/// Where the set-up token of an instance lies.
std::string set_up_token_path(const Config& config);

}  // namespace mooring::server
