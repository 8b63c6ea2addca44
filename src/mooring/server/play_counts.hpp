#pragma once

#include "mooring/app/creators/play_counts.hpp"
#include "mooring/app/numbers/numbers.hpp"

namespace mooring::server {

/// Streams and downloads of all complete days, from the plays. While these are away, every episode has none.
class StoredPlayCounts final : public app::creators::PlayCounts {
public:
    StoredPlayCounts(app::numbers::Plays plays, const Clock& clock) : plays_(std::move(plays)), clock_(clock) {}

    std::unordered_map<domain::EpisodeId, std::int64_t> of_show(domain::ShowId show) override;

private:
    app::numbers::Plays plays_;
    const Clock& clock_;
};

}  // namespace mooring::server
