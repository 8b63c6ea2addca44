#pragma once

#include <functional>

#include "mooring/analytics/listening/listener_event.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/spool/spool_position.hpp"

namespace mooring::storage {

/// The durable log of accepted reports of players, as `HitSpool` is that of hits.
class EventSpool {
public:
    virtual ~EventSpool() = default;
    /// Queue one event. False when the queue is full.
    virtual bool append(const analytics::ListenerEvent& event) = 0;
    /// Wait until all that was appended before the call is on disk. Errors: no_space, unavailable.
    virtual Result<void> settle() = 0;
    /// Visit events from `from` in order, until there are no more or `visit` returns false. Returns the place after the
    /// last one visited.
    virtual Result<SpoolPosition> read(SpoolPosition from,
                                       const std::function<bool(const analytics::ListenerEvent&)>& visit) = 0;
};

}  // namespace mooring::storage
