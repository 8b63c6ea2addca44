#pragma once

#include <string>

#include "mooring/api/webapi/links.hpp"
#include "mooring/api/webapi/markets.hpp"
#include "mooring/app/accounts/credentials.hpp"
#include "mooring/app/delivering/document_cache.hpp"
#include "mooring/app/webcatalog/library.hpp"
#include "mooring/app/webcatalog/web_catalog.hpp"
#include "mooring/base/rolling_limiter.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::webapi {

/// What the Web API works with. All of it outlives the handler.
struct Services {
    app::webcatalog::WebCatalog& catalog;
    app::webcatalog::Library& library;
    app::accounts::Credentials& credentials;
    const Clock& clock;
    app::PublicUrls urls;
    std::string default_market;                                 ///< `webapi.default_market`; empty for none
    RollingLimiter<domain::AppId>& limiter;                     ///< section 8.3
    std::shared_ptr<app::delivering::DocumentCache> documents;  ///< answers that many may share
};

/// A request whose token and scope are good. Lives as long as its request.
struct Call {
    const Services& services;
    const http::Request& request;
    http::PathParameters path;
    http::QueryParameters parameters;
    std::shared_ptr<const app::accounts::Principal> principal;
    Links links;
    std::string body;  ///< of an operation that reads one

    /// Of `market`, the account and the settings. Errors: invalid_argument, with the message of the error object.
    Result<Market> market() const;
    /// Of the account and the settings alone: what libraries are looked at from.
    Market home_market() const;
    app::webcatalog::ListingScope scope(const Market& market) const;
    app::webcatalog::Onlooker onlooker() const;
    bool filters_explicit() const { return principal->account && principal->account->filters_explicit; }
};

}  // namespace mooring::api::webapi
