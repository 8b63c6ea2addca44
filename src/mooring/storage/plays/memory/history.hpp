#pragma once

#include <vector>

#include "mooring/storage/plays/play_store.hpp"

namespace mooring::storage::memory {

/// All facts there are, for an answer.
struct History {
    std::vector<analytics::Play> plays;
    std::vector<Impression> impressions;
    std::vector<FollowEvent> follows;  ///< by show, listener, time
};

/// Answer a question that was checked, by the definitions alone. Source: measurement.md, sections 1 and 8.
analytics::MetricTable answer_from(const History& history, const analytics::MetricQuery& query);

}  // namespace mooring::storage::memory
