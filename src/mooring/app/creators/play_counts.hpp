#pragma once

#include <cstdint>
#include <unordered_map>

#include "mooring/domain/ids.hpp"

namespace mooring::app::creators {

/// How often episodes were played, as the measurement counts it. Episodes without plays are left out.
class PlayCounts {
public:
    virtual ~PlayCounts() = default;
    virtual std::unordered_map<domain::EpisodeId, std::int64_t> of_show(domain::ShowId show) = 0;
};

}  // namespace mooring::app::creators
