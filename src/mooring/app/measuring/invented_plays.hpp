#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::app::measuring {

/// An episode that people are to have listened to.
struct InventedEpisode {
    domain::ShowId show;
    domain::EpisodeId episode;
    Instant published_at;
    std::chrono::milliseconds duration{0};
    std::string revision;
};

/// Invented listening for a demonstration: the same for the same plan.
struct InventionPlan {
    std::vector<InventedEpisode> episodes;
    std::int64_t plays = 0;       ///< in all: downloads, and sessions of 30 seconds or more
    std::chrono::sys_days today;  ///< the last day
    std::uint64_t seed = 1;
};

/// Put plays, impressions and follows down that look like people: half of an episode's audience comes back for the
/// next, most listen in the first days and on working days, each has one application, device and place, many stop
/// early. Each batch is a stream's, so that an invention that was cut off goes on where it stopped.
/// Errors: those of `append` and `cluster`.
Result<void> invent_plays(const InventionPlan& plan, storage::PlayStore& plays,
                          const std::function<void(std::int64_t done)>& progress);

}  // namespace mooring::app::measuring
