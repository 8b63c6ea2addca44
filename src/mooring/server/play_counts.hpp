#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include "mooring/app/creators/play_counts.hpp"
#include "mooring/app/numbers/numbers.hpp"

namespace mooring::server {

/// Streams and downloads of all complete days, from the plays. While these are away, every episode has none. Those of
/// a few shows are kept for as long as they hold. Safe from any thread.
class StoredPlayCounts final : public app::creators::PlayCounts {
public:
    StoredPlayCounts(app::numbers::Plays plays, const Clock& clock) : plays_(std::move(plays)), clock_(clock) {}

    std::shared_ptr<const app::creators::EpisodeCounts> of_show(domain::ShowId show) override;

private:
    struct Kept {
        std::uint64_t version = 0;  ///< of the plays
        std::chrono::sys_days today;
        std::shared_ptr<const app::creators::EpisodeCounts> counts;
    };

    app::numbers::Plays plays_;
    const Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<domain::ShowId, Kept> kept_;
};

}  // namespace mooring::server
