#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "mooring/domain/ids.hpp"

namespace mooring::app::creators {

/// By episode; those without any are left out.
struct EpisodeCounts {
    std::unordered_map<domain::EpisodeId, std::int64_t> counts;

    std::int64_t of(domain::EpisodeId episode) const {
        const auto found = counts.find(episode);
        return found == counts.end() ? 0 : found->second;
    }
};

/// How often episodes were played, as the measurement counts it.
class PlayCounts {
public:
    virtual ~PlayCounts() = default;
    virtual std::shared_ptr<const EpisodeCounts> of_show(domain::ShowId show) = 0;
};

}  // namespace mooring::app::creators
