#pragma once

#include <unordered_map>
#include <vector>

#include "mooring/api/graphql/nodes.hpp"

namespace mooring::api::graphql::metrics {

/// Plays and downloads of all complete days, by episode.
class PlayTotals {
public:
    std::int64_t of(EpisodeId episode) const {
        const auto found = counts_.find(episode);
        return found == counts_.end() ? 0 : found->second;
    }
    void add(EpisodeId episode, std::int64_t count) { counts_[episode] += count; }

private:
    std::unordered_map<EpisodeId, std::int64_t> counts_;
};

/// Of all episodes of these shows, in one question. Errors: unavailable.
Result<PlayTotals> play_totals(const Context& context, const std::vector<ShowId>& shows);

}  // namespace mooring::api::graphql::metrics
