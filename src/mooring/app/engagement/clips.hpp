#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "mooring/app/engagement/ports.hpp"

namespace mooring::app::engagement {

/// A stretch of an episode that its maker marked as worth hearing alone: a soundbite of the feed (delivery.md, 2.6).
struct Clip {
    std::string id;     ///< 22 characters of base 62; the same as long as the stretch is
    std::string title;  ///< empty: none of its own
    std::chrono::milliseconds start{0}, duration{0};
};

/// Those that lie within the episode's sound, in the order of the feed.
std::vector<Clip> clips_of(const Episode& episode);

struct EpisodeClips {
    Episode episode;
    std::vector<Clip> clips;  ///< never empty
};
/// Of a show's published episodes, the latest first.
Result<std::vector<EpisodeClips>> show_clips(CatalogSnapshot& catalog, ShowId show, Instant now);

}  // namespace mooring::app::engagement
