#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"

namespace mooring::analytics {

using HitId = std::array<std::byte, 16>;

/// Makes ids that are unique for ever (measurement.md, 3.1): 48 bits of milliseconds, 16 of the node, 32 random ones
/// drawn at start, 32 of a counter, each big-endian, so that ids sort by time. Safe from several threads.
class HitIdSource {
public:
    /// `node` tells apart the servers that feed one measurement.
    HitIdSource(std::uint16_t node, Random& random);

    HitId next(Instant at);

private:
    const std::uint16_t node_;
    std::uint32_t boot_ = 0;
    std::atomic<std::uint32_t> counter_{0};
};

}  // namespace mooring::analytics
