#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// The secret K of a period, or the random key of a day (measurement.md, 5.2 and 5.4).
using ListenerKey = std::array<std::byte, 32>;

/// How long after its period's end a key is destroyed (5.2).
inline constexpr std::chrono::days key_kept_after_period{40};

/// The UTC calendar month that holds `at`.
std::chrono::year_month key_period(Instant at);
/// The first instant of `period`, and the first one after it.
Instant begin_of(std::chrono::year_month period);
Instant end_of(std::chrono::year_month period);
/// From this instant on the key of `period` must not exist.
Instant destruction_of(std::chrono::year_month period);
/// `2026-03`
std::string period_text(std::chrono::year_month period);
std::optional<std::chrono::year_month> parse_period(std::string_view text);

/// Where the keys come from. Safe from several threads; asking for a current key does not wait for a disk.
class ListenerKeys {
public:
    virtual ~ListenerKeys() = default;
    /// K of the period that holds `at`. Errors: gone (it was destroyed).
    virtual Result<ListenerKey> key_for(Instant at) = 0;
    /// The key of the UTC day that holds `at` for listeners who opted out. Never stored: another one after a restart.
    virtual ListenerKey opt_out_key_for(Instant at) = 0;
};

}  // namespace mooring::analytics
