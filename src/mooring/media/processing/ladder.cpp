#include "mooring/media/processing/ladder.hpp"

#include <algorithm>
#include <cmath>

namespace mooring::media::processing {
namespace {

int even(double pixels) {
    return std::max(2, 2 * static_cast<int>(std::lround(pixels / 2)));
}

/// The sizes' rates follow their pixels, sublinearly. 1080p of 16:9 has 4.5 Mbit/s, 240p about 0.5.
int most_kbps(int width, int height) {
    const double share = static_cast<double>(width) * height / (1920.0 * 1080.0);
    return std::clamp(static_cast<int>(4500 * std::pow(share, 0.75)), 150, 6000);
}

Rung make_rung(int width, int height, int side) {
    const double scale = static_cast<double>(side) / std::min(width, height);
    Rung rung{.width = std::min(even(width * scale), even(width - 0.5)),
              .height = std::min(even(height * scale), even(height - 0.5))};
    rung.most_kbps = most_kbps(rung.width, rung.height);
    return rung;
}

}  // namespace

std::vector<Rung> make_ladder(int width, int height, std::span<const int> sides) {
    const int shorter = std::min(width, height);
    std::vector<Rung> rungs;
    for (const int side : sides) {
        if (side <= shorter) rungs.push_back(make_rung(width, height, side));
    }
    if (rungs.size() < 2) rungs = {make_rung(width, height, shorter), make_rung(width, height, shorter / 2)};
    return rungs;
}

double ladder_frame_rate(double source_frames_per_second) {
    if (source_frames_per_second < 1) return 30;
    return std::min(source_frames_per_second, 60.0);
}

}  // namespace mooring::media::processing
