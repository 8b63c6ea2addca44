#pragma once

#include <cstdint>
#include <optional>

#include "mooring/analytics/listening/playback_event.hpp"

namespace mooring::analytics {

/// How much was heard in which time, of one playback: nobody listens faster than four times, but for reports that
/// overlap a little (measurement.md, 4.3, `too_fast`).
class PlaybackPace {
public:
    void add(const PlaybackEvent& event);
    /// Whether what was heard would still fit into the time since the first event.
    bool allows(const PlaybackEvent& next) const;
    /// The same for who has seen all events of the playback: nothing was heard before the first of them.
    bool allows_from_start(const PlaybackEvent& next) const;

private:
    bool is_possible(std::int64_t before_ms) const;

    std::optional<Instant> first_;
    Instant last_;
    std::int64_t heard_ms_ = 0;
    std::int64_t before_ms_ = 0;  ///< what the earliest event took to hear: without a `start` it is part of the time
};

}  // namespace mooring::analytics
