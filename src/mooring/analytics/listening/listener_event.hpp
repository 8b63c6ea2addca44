#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/analytics/listening/playback_event.hpp"
#include "mooring/analytics/listening/telemetry_batch.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// An event that was accepted, as it waits to be counted: who it is of is a key, and what it is about are ids.
struct ListenerEvent {
    TelemetryType type = TelemetryType::progress;
    PlaybackEvent playback;                             ///< of other events: id, time, show, episode and actor only
    std::optional<std::chrono::milliseconds> duration;  ///< of the audio that was playing
    std::string surface;                                ///< of impressions and opens
    bool operator==(const ListenerEvent&) const = default;
};

/// Append the bytes of `event`, version 1. Any value of any field comes back unchanged, but for fractions of a
/// thousandth of its rate.
void encode_event(const ListenerEvent& event, std::string& bytes);

/// The event of exactly these bytes. Errors: corrupt.
Result<ListenerEvent> decode_event(std::string_view bytes);

}  // namespace mooring::analytics
