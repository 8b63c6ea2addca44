#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

namespace mooring_client {

using Seconds = std::chrono::duration<double>;

/// Where time and chance come from. Passed in, so that tests move time instead of waiting for it.
struct Timing {
    std::function<std::chrono::system_clock::time_point()> now;
    std::function<std::chrono::steady_clock::time_point()> ticks;  ///< never jumps
    std::function<bool(Seconds, std::stop_token)> sleep;           ///< false when it was stopped
    std::function<double()> random;                                ///< evenly spread in [0, 1)

    /// The machine's clocks, real sleep.
    static Timing real();
};

}  // namespace mooring_client
