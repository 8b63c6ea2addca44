#pragma once

#include <functional>
#include <string>

#include "mooring/app/accounts/credentials.hpp"
#include "mooring/app/accounts/first_run.hpp"
#include "mooring/app/accounts/sign_in.hpp"
#include "mooring/app/managing/with_password.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/base/rolling_limiter.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::people {

/// What the families that deal with people work with. All of it outlives their handlers and the tasks these put into
/// `workers`.
struct Services {
    app::accounts::Catalog& catalog;
    app::accounts::Mint mint;
    app::accounts::Credentials& credentials;
    app::accounts::PasswordPool& passwords;
    app::accounts::GuessLimits& limits;
    RollingLimiter<domain::SessionId>& silent_limit;  ///< of silent sign-ins (accounts-oauth.md, 3.3)
    app::accounts::SignIn& sign_in;
    app::accounts::FirstRun& first_run;
    app::managing::WithPassword& with_password;
    const app::PublicUrls& urls;
    WorkerPool& workers;        ///< the request workers
    std::string public_origin;  ///< of the public base, such as `https://pods.example`
};

using Done = std::function<void(http::Response)>;

/// `https://host[:port]` by which the request came: what a browser would call this server's origin. Nothing when the
/// request names no host.
std::string origin_of_request(const http::Request& request);

/// The same, with the prefix of the family.
std::string base_of_request(const http::Request& request);

/// Whether `origin`, of a request's header, is this server's own: by the way the request came, or the public base,
/// which is what a browser sees in front of a proxy.
bool is_own_origin(const Services& services, const http::Request& request, std::string_view origin);

/// Whether cookies of an answer are marked `Secure`.
bool is_secure(const Services& services, const http::Request& request);

/// Whom the request's `sp_dc` stands for, and note the use. Null: nobody. Errors: unavailable.
Result<std::shared_ptr<const app::accounts::Principal>> signed_in(const Services& services,
                                                                  const http::Request& request);

}  // namespace mooring::api::people
