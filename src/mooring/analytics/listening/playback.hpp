#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "mooring/analytics/listening/playback_event.hpp"

namespace mooring::analytics {

/// The events of one playback id, and the sessions they make (measurement.md, 4.4). A function of the set of events:
/// neither order nor repetition matters.
class Playback {
public:
    /// False when an event of this id is held already.
    bool add(PlaybackEvent event);

    /// The sessions as facts, one per session and UTC day; `duration` is the episode's, unset when unknown. What is
    /// more than 24 hours after a session's first event begins another.
    std::vector<Play> plays(std::optional<std::chrono::milliseconds> duration) const;

    const std::vector<PlaybackEvent>& events() const { return events_; }

private:
    std::vector<PlaybackEvent> events_;  // by (at, sequence, id)
};

/// How much of an episode has to be heard for `seconds` of listening to count: all whole seconds of a shorter one.
/// Source: measurement.md, 4.4.
std::chrono::milliseconds listening_threshold(std::chrono::seconds seconds,
                                              std::optional<std::chrono::milliseconds> duration);

}  // namespace mooring::analytics
