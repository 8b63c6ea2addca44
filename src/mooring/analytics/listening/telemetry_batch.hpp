#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/analytics/counting/interval_set.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

// What a player sends to `POST /t/v1/events` (measurement.md, section 4).

inline constexpr std::size_t max_telemetry_bytes = 64 * 1024;
inline constexpr std::size_t max_telemetry_events = 200;
inline constexpr std::size_t max_event_ranges = 64;

enum class TelemetryType : std::uint8_t { start, progress, pause, seek, end, impression, open, follow, unfollow };

/// One event as it was sent, its time corrected by the offset of the client's clock (10.2).
struct TelemetryEvent {
    std::array<std::byte, 16> id{};
    TelemetryType type = TelemetryType::progress;
    Instant at;
    bool is_skewed = false;   ///< the client's clock was off by more than ten minutes
    std::string playback_id;  ///< of playback events
    std::string episode;      ///< public key; empty for events of a show
    std::string show;         ///< public key; empty where the episode says it
    std::uint32_t sequence = 0;
    std::vector<Interval> heard_ms;
    double rate = 1.0;
    bool is_foreground = true;
    std::string surface;  ///< of impressions and opens
};

/// Why one event was not taken (4.3). Reasons that need the catalog, the token or other events come later.
struct RejectedEvent {
    std::string id;  ///< as it was sent
    std::string reason;
    bool operator==(const RejectedEvent&) const = default;
};

struct TelemetryBatch {
    std::string token;
    std::string client_kind;  ///< such as `embed`
    std::string client_version;
    std::vector<TelemetryEvent> events;  ///< in (time, sequence) order
    std::vector<RejectedEvent> rejected;
};

/// Read a batch that was received at `received`. Unknown members are passed over.
/// Errors: invalid_argument (not a batch), too_large (bytes or events).
Result<TelemetryBatch> parse_telemetry(std::string_view body, Instant received);

}  // namespace mooring::analytics
