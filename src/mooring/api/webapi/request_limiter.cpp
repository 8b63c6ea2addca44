#include "mooring/api/webapi/request_limiter.hpp"

#include <algorithm>

namespace mooring::api::webapi {

RequestLimiter::RequestLimiter(const RequestLimit& limit, const Clock& clock) : limit_(limit), clock_(clock) {
    limit_.requests = std::max<std::size_t>(limit_.requests, 1);
    limit_.tracked_apps = std::max<std::size_t>(limit_.tracked_apps, 1);
}

RequestLimiter::Times& RequestLimiter::times_of(domain::AppId app) {
    const auto found = apps_.find(app.value);
    if (found != apps_.end()) return found->second;
    if (apps_.size() >= limit_.tracked_apps) {
        // Each one here has passed a request at least once.
        apps_.erase(std::ranges::min_element(apps_, {}, [](const auto& entry) { return entry.second.back(); }));
    }
    return apps_[app.value];
}

std::optional<std::chrono::seconds> RequestLimiter::take(domain::AppId app) {
    if (!limit_.is_enabled) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const Instant now = clock_.now();
    Times& times = times_of(app);
    // Should the clock have been set back, nobody waits longer than a window for what seems to lie ahead.
    for (auto late = times.rbegin(); late != times.rend() && *late > now; ++late) *late = now;
    while (!times.empty() && times.front() + limit_.window <= now) times.pop_front();
    if (times.size() < limit_.requests) {
        times.push_back(now);
        return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::seconds>(times.front() + limit_.window - now);
}

}  // namespace mooring::api::webapi
