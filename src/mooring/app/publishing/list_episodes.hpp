#pragma once

#include <string_view>
#include <vector>

#include "mooring/app/publishing/ports.hpp"

namespace mooring::app::publishing {

/// Which episodes to list: those visible at `now`, of a workspace or of one show of it.
struct EpisodeListing {
    WorkspaceId workspace;
    std::optional<ShowId> show;
    Instant now;
    std::optional<EpisodePosition> after;  ///< only what comes strictly after this place; `offset` is ignored then
    std::int64_t offset = 0;
    std::int64_t limit = 20;  ///< at least 1
};

struct EpisodePage {
    std::vector<ListedEpisode> episodes;  ///< newest first, at most `limit`
    std::int64_t total = 0;               ///< all that match, wherever the page begins
    std::optional<EpisodePosition> next;  ///< the page's last place, when at least one more follows
    std::optional<Instant> valid_until;   ///< the next time at which a scheduled episode appears somewhere
};

/// One page, its total and what follows, from one snapshot. A show of another workspace: an empty page.
Result<EpisodePage> list_episodes(CatalogSnapshot& catalog, const EpisodeListing& listing);

/// Visible episodes of a workspace with `term` somewhere in their title, the show's title or the presenter, ignoring
/// case; newest first, at most `limit`. An empty term finds nothing.
Result<std::vector<ListedEpisode>> search_episodes(CatalogSnapshot& catalog, WorkspaceId workspace,
                                                   std::string_view term, Instant now, std::int64_t limit);

/// The place of an episode in the order of publication.
EpisodePosition position_of(const Episode& episode);

}  // namespace mooring::app::publishing
