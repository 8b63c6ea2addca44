#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::api::webapi {

/// How much one app may ask (webapi-v1.md, 8.3).
struct RequestLimit {
    bool is_enabled = true;
    std::size_t requests = 300;        ///< at least 1; 0 counts as 1
    std::chrono::seconds window{30};   ///< the last so many seconds, at every moment
    std::size_t tracked_apps = 1'024;  ///< the one that asked longest ago is forgotten first
};

/// Counts the requests of each app over a rolling window. Exact, where the publishing API's token buckets would let a
/// burst and the refill of the same window through. A refused request does not count. Safe from any thread.
class RequestLimiter {
public:
    RequestLimiter(const RequestLimit& limit, const Clock& clock);

    /// Count one request of `app`. Nothing: it may pass. Else it may not, and one passes after so many seconds, at
    /// least 1 and at most the window.
    std::optional<std::chrono::seconds> take(domain::AppId app);

private:
    /// When the requests in the window came, oldest first.
    using Times = std::deque<Instant>;

    Times& times_of(domain::AppId app);

    RequestLimit limit_;
    const Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::int64_t, Times> apps_;
};

}  // namespace mooring::api::webapi
