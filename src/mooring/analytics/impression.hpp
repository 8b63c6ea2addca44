#pragma once

#include <cstdint>
#include <string>

#include "mooring/analytics/play.hpp"

namespace mooring::analytics {

/// A card or page of a show was seen, or opened (measurement.md, 4.5).
struct Impression {
    std::uint64_t key = 0;  ///< with show and day it names the fact
    domain::ShowId show;
    domain::EpisodeId episode;  ///< 0: of the show itself
    ListenerId actor = 0;
    Instant at;
    bool is_open = false;
    std::string surface;  ///< `HOME`, `SEARCH`, `LIBRARY`, `OTHER`
    bool operator==(const Impression&) const = default;
};

}  // namespace mooring::analytics
