#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "mooring/api/accounts/form.hpp"
#include "mooring/api/accounts/page_parts.hpp"
#include "mooring/api/people/services.hpp"
#include "mooring/app/managing/asker.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::accounts::home {

using app::managing::CatalogSnapshot;
using app::managing::CatalogTransaction;
using people::Done;
using people::Services;

/// A request to a page of somebody who is signed in; of a form whose token was right.
struct Visit {
    const Services& services;
    const http::Request& request;
    http::PathParameters parameters;
    app::managing::Asker asker;
    PageFacts facts;  ///< without an error

    const app::accounts::Mint& mint() const { return services.mint; }
    /// The facts with `error` above the form.
    PageFacts facts_with(std::string error) const;
    /// The id at `index` in the path; 0, which nothing has, when it is none.
    template <class Id>
    Id path_id(std::size_t index) const {
        return Id{path_number(index)};
    }
    template <class Question>
    auto read(Question&& question) const {
        return services.catalog.read(std::forward<Question>(question));
    }
    template <class Change>
    auto write(Change&& change) const {
        return services.catalog.write(std::forward<Change>(change));
    }
    /// See the page at `path` next.
    http::Response go_to(std::string_view path) const;

private:
    std::int64_t path_number(std::size_t index) const;
};

/// A wide page with the way back to the overview, and `error`, if any.
void begin_visit(HtmlWriter& html, const Visit& visit, std::string_view title, const std::string& error);

/// The page for what cannot be shown: not found, not allowed, or not now.
http::Response failure_page(const Error& error);
/// What to say above a form whose change was refused, and the status of the page with it.
struct Refusal {
    int status = 400;
    std::string text;
};
/// Nothing to be said on the form: `failure_page` is the answer.
std::optional<Refusal> refusal_of(const Error& error);

/// `2031-05-04 10:00 UTC`
std::string time_text(Instant instant);
/// A role in a word.
std::string_view role_text(domain::Role role);

}  // namespace mooring::api::accounts::home
