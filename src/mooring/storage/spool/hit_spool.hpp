#pragma once

#include <cstdint>
#include <functional>

#include "mooring/analytics/raw_hit.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/spool/spool_position.hpp"

namespace mooring::storage {

/// The durable, checksummed, segmented log of raw hits (measurement.md, section 2). Appending never waits: a
/// record goes into a bounded queue and is on disk within a second; what does not fit is counted as shed.
/// A record cut by a crash is recognised and left out; all before it are kept.
class HitSpool {
public:
    virtual ~HitSpool() = default;
    /// Queue one record. False when the queue is full (the record is shed and counted).
    virtual bool append(analytics::RawHit hit) = 0;
    /// Wait until all that was appended before the call is on disk. Errors: no_space, unavailable.
    virtual Result<void> settle() = 0;
    /// Visit records from `from` in order, until there are no more or `visit` returns false.
    /// Returns the place after the last one visited.
    virtual Result<SpoolPosition> read(SpoolPosition from,
                                       const std::function<bool(const analytics::RawHit&)>& visit) = 0;
    virtual std::uint64_t shed() const = 0;
};

}  // namespace mooring::storage
