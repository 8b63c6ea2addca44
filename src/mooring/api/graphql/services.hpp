#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mooring/api/people/services.hpp"
#include "mooring/app/creators/names.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/app/reporting/reports.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/base/rolling_limiter.hpp"

namespace mooring::api::graphql {

/// What an operator decides about this family.
struct GraphqlSettings {
    std::vector<std::string> hashes;  ///< further ones of registered operations, `NAME=HASH`
    std::string default_author;       ///< of shows without one
};

/// What the family works with. All of it outlives the handler.
struct Services {
    people::Services people;
    app::reporting::Reports& reports;
    RollingLimiter<std::string>& limiter;  ///< by token, as its hash
    GraphqlSettings settings;
    Counter& catalog_reads;

    app::creators::Catalog& catalog = people.catalog;
    const app::ServerSecret& secret = people.mint.secret;
    const Clock& clock = people.mint.clock;
    Random& random = people.mint.random;
    const app::PublicUrls& urls = people.urls;
};

/// What is told about the numbers of an answer, beside it (creators-graphql.md, 1.3).
struct Remarks {
    bool has_numbers = false;
    bool is_provisional = false;  ///< of a day that is still open (measurement.md, section 10)
};

/// One request, for its resolvers.
struct Context {
    const Services& services;
    std::shared_ptr<const app::accounts::Principal> principal;
    Instant now;
    mutable Remarks remarks = {};

    /// A number of these days goes into the answer. A day is open until 06:00 of the next.
    void note_numbers(analytics::DayRange days) const {
        remarks.has_numbers = true;
        if (days.days() > 0 && now < Instant{days.end} + std::chrono::hours{6}) remarks.is_provisional = true;
    }

    const app::creators::Account& account() const { return *principal->account; }

    template <class Question>
    auto read(Question&& question) const {
        services.catalog_reads.add();
        return services.catalog.read(std::forward<Question>(question));
    }
    template <class Change>
    auto write(Change&& change) const {
        return services.catalog.write(std::forward<Change>(change));
    }
};

}  // namespace mooring::api::graphql
