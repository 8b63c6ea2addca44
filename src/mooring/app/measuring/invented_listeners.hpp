#pragma once

#include <cstdint>

#include "mooring/analytics/play.hpp"

namespace mooring::app::measuring {

/// A number that looks random and is the same for the same input (SplitMix64).
std::uint64_t mixed(std::uint64_t number);

/// Draws numbers from a seed.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t below(std::uint64_t bound) { return mixed(state_++) % bound; }
    /// From 0 up to, not including, 1.
    double fraction() { return static_cast<double>(mixed(state_++) >> 11U) * 0x1.0p-53; }
    bool happens(double chance) { return fraction() < chance; }

private:
    std::uint64_t state_;
};

/// Somebody who listens: the same for the same number.
struct InventedListener {
    analytics::ListenerId id = 0;
    bool is_on_platform = false;  ///< listens with our own player
    analytics::PlayContext context;
};

InventedListener invented_listener(std::uint64_t seed, std::uint64_t number);

}  // namespace mooring::app::measuring
