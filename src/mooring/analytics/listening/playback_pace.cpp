#include "mooring/analytics/listening/playback_pace.hpp"

#include <algorithm>

namespace mooring::analytics {

namespace {

constexpr std::int64_t fastest = 4;
constexpr std::chrono::milliseconds allowance{10'000};

std::int64_t heard_in(const PlaybackEvent& event) {
    std::int64_t total = 0;
    for (const Interval& stretch : event.heard_ms) total += stretch.end - stretch.begin;
    return total;
}

}  // namespace

void PlaybackPace::add(const PlaybackEvent& event) {
    const std::int64_t heard = heard_in(event);
    heard_ms_ += heard;
    if (!first_ || event.at < *first_) {
        before_ms_ = event.type == EventType::start ? 0 : heard / fastest;
        if (!first_) last_ = event.at;
        first_ = event.at;
    }
    last_ = std::max(last_, event.at);
}

bool PlaybackPace::allows(const PlaybackEvent& next) const {
    PlaybackPace after = *this;
    after.add(next);
    return after.is_possible(after.before_ms_);
}

bool PlaybackPace::allows_from_start(const PlaybackEvent& next) const {
    PlaybackPace after = *this;
    after.add(next);
    return after.is_possible(0);
}

bool PlaybackPace::is_possible(std::int64_t before_ms) const {
    const auto wall = std::chrono::duration_cast<std::chrono::milliseconds>(last_ - *first_).count();
    return heard_ms_ <= (wall + before_ms) * fastest + allowance.count();
}

}  // namespace mooring::analytics
