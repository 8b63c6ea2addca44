#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/analytics/counting/interval_set.hpp"
#include "mooring/analytics/hit_identity.hpp"
#include "mooring/analytics/play.hpp"

namespace mooring::analytics {

enum class EventType : std::uint8_t { start, progress, pause, seek, end };

/// One accepted report of a player (measurement.md, 4.2), its time corrected (10.2).
struct PlaybackEvent {
    std::array<std::byte, 16> id{};  ///< made by the client, once per event
    EventType type = EventType::progress;
    Instant at;
    std::uint32_t sequence = 0;
    std::string playback_id;  ///< one per intention to play one episode
    domain::ShowId show;
    domain::EpisodeId episode;
    std::string revision;            ///< of the audio that was playing
    std::vector<Interval> heard_ms;  ///< media time rendered since the previous report of this playback
    double rate = 1.0;               ///< of playback
    bool is_foreground = true;
    bool is_video = false;
    HitKey actor{};  ///< who listened (5.1)
    PlayContext context;
    bool operator==(const PlaybackEvent&) const = default;
};

}  // namespace mooring::analytics
