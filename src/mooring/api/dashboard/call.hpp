#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/people/services.hpp"
#include "mooring/app/importing/import_desk.hpp"
#include "mooring/app/managing/asker.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::dashboard {

using app::managing::CatalogSnapshot;
using app::managing::CatalogTransaction;
using people::Done;
using people::Services;

/// A request of a person whose session was found, and, of a write, whose token was right.
struct Call {
    const Services& services;
    const app::importing::ImportDesk& imports;
    const http::Request& request;
    http::PathParameters parameters;
    app::managing::Asker asker;

    const app::accounts::Mint& mint() const { return services.mint; }

    /// The id at `index` in the path. Errors: not_found (not a positive number).
    Result<std::int64_t> path_number(std::size_t index) const;
    template <class Id>
    Result<Id> path_id(std::size_t index) const {
        MOORING_TRY(const std::int64_t number, path_number(index));
        return Id{number};
    }
    /// A whole number of the query, from `least` to `most`. Errors: invalid_argument (names it).
    Result<std::optional<std::int64_t>> query_number(std::string_view name, std::int64_t least,
                                                     std::int64_t most) const;

    /// `read([&](CatalogSnapshot& catalog) -> Result<T> { … })`
    template <class Question>
    auto read(Question&& question) const {
        return services.catalog.read(std::forward<Question>(question));
    }
    template <class Change>
    auto write(Change&& change) const {
        return services.catalog.write(std::forward<Change>(change));
    }
};

/// What `X-Mooring-CSRF` of every write has to hold (accounts-oauth.md, 8.4): the session's own token.
std::string csrf_token(const Services& services, app::accounts::SessionId session);

}  // namespace mooring::api::dashboard
