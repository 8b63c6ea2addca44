#pragma once

#include <functional>
#include <memory>

#include "mooring/app/creators/play_counts.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::server {

/// Streams and downloads of all time, from the plays. While these are away, every episode has none.
class StoredPlayCounts final : public app::creators::PlayCounts {
public:
    using Plays = std::function<std::shared_ptr<storage::PlayStore>()>;

    StoredPlayCounts(Plays plays, const Clock& clock) : plays_(std::move(plays)), clock_(clock) {}

    std::unordered_map<domain::EpisodeId, std::int64_t> of_show(domain::ShowId show) override;

private:
    Plays plays_;
    const Clock& clock_;
};

}  // namespace mooring::server
