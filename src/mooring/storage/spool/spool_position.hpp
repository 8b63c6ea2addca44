#pragma once

#include <compare>
#include <cstdint>

namespace mooring::storage {

/// A place in a spool: everything before it was read.
struct SpoolPosition {
    std::uint64_t segment = 0;
    std::uint64_t offset = 0;
    auto operator<=>(const SpoolPosition&) const = default;
};

}  // namespace mooring::storage
