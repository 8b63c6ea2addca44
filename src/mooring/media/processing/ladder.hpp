#pragma once

#include <span>
#include <vector>

#include "mooring/media/processing/media_facts.hpp"

namespace mooring::media::processing {

/// One size in which a film is offered.
struct Rung {
    int width = 0, height = 0;  ///< even, never above the source
    int most_kbps = 0;          ///< what the picture takes at most, averaged over two seconds
    bool operator==(const Rung&) const = default;
};

/// The sizes that are offered, by their shorter side. Source: delivery.md, 11.
inline constexpr int rung_sides[] = {1080, 720, 480, 360, 240};

/// The sizes for a film of `width` by `height` pixels, largest first: each of `sides` that is not above the source, in
/// the source's shape. At least two: of a source too small for that, its own size and half of it.
std::vector<Rung> make_ladder(int width, int height, std::span<const int> sides = rung_sides);

/// Pictures per second for every rung: the source's, up to 60; 30 where it does not say.
double ladder_frame_rate(double source_frames_per_second);

}  // namespace mooring::media::processing
