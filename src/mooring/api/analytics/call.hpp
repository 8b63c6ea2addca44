#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/api/anchor/answers.hpp"
#include "mooring/api/anchor/query.hpp"
#include "mooring/api/people/services.hpp"
#include "mooring/app/creators/names.hpp"
#include "mooring/app/numbers/episode_numbers.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::analytics {

using anchor::Checked;
using anchor::invalid_field;
using anchor::Refusal;
using app::creators::CatalogSnapshot;
using app::creators::Episode;
using app::creators::EpisodeId;
using app::creators::EpisodeInShow;
using app::creators::Right;
using app::creators::Show;
using app::creators::ShowId;
using app::numbers::Bucket;
using app::numbers::DayRange;
using app::numbers::Dimension;
using app::numbers::Metric;
using app::numbers::MetricCell;
using app::numbers::MetricFilter;
using app::numbers::Numbers;
using std::chrono::sys_days;

/// What the family works with. All of it outlives the handler.
struct Services {
    people::Services people;
    app::numbers::Plays plays;
    RollingLimiter<domain::AccountId>& limiter;  ///< shared with the creators API; off unless the operator sets it
    std::vector<std::string> allowed_origins;    ///< besides the built-in ones
    bool require_mums_param = false;

    app::creators::Catalog& catalog = people.catalog;
    const Clock& clock = people.mint.clock;
};

/// A request whose head is fine: credential, ids, rights.
struct Call {
    const Services& services;
    http::PathParameters path;
    http::QueryParameters query;
    std::shared_ptr<const app::accounts::Principal> principal;
    Instant now;
    std::string_view kind = {};                 ///< the last segment of the path
    std::optional<EpisodeInShow> episode = {};  ///< whom `{EP}` names
    std::optional<Show> show = {};              ///< whom `{ST}` names, or the episode's

    /// The value of a query parameter: the last one; empty counts as absent.
    std::optional<std::string> parameter(std::string_view name) const { return anchor::last_value(query, name); }

    /// Questions about the episode of the path, or else its show.
    Numbers numbers() const {
        return Numbers{services.plays(),
                       episode ? app::numbers::Subject{.shows = {show->id}, .episodes = {episode->episode.id}}
                               : app::numbers::Subject{.shows = {show->id}},
                       now};
    }
    template <class Question>
    auto read(Question&& question) const {
        return services.catalog.read(std::forward<Question>(question));
    }
};

/// What is told, and for the remarks that stand in headers (analytics-rest.md, 2.1), about which days and whether of
/// listeners.
struct Told {
    std::string body;
    DayRange days = {};
    bool is_of_listeners = false;
};

}  // namespace mooring::api::analytics
