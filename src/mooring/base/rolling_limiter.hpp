#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "mooring/base/clock.hpp"

namespace mooring {

/// How often something may happen.
struct RollingLimit {
    bool is_enabled = true;
    std::size_t times = 300;          ///< at least 1; 0 counts as 1
    std::chrono::seconds window{30};  ///< the last so many seconds, at every moment
    std::size_t tracked = 1'024;      ///< names kept; the one that came longest ago is forgotten first
};

/// Counts by name over a rolling window. Exact, where token buckets would let a burst and the refill of the same window
/// through. What is refused does not count. Safe from any thread.
template <class Name>
class RollingLimiter {
public:
    RollingLimiter(const RollingLimit& limit, const Clock& clock) : limit_(limit), clock_(clock) {
        limit_.times = std::max<std::size_t>(limit_.times, 1);
        limit_.tracked = std::max<std::size_t>(limit_.tracked, 1);
    }

    /// Count one for `name`. Nothing: it may pass. Else it may not, and one passes after so many seconds, at least 1
    /// and at most the window.
    std::optional<std::chrono::seconds> take(const Name& name) {
        if (!limit_.is_enabled) return std::nullopt;
        const std::lock_guard lock(mutex_);
        const Instant now = clock_.now();
        Times& times = times_of(name);
        // Should the clock have been set back, nobody waits longer than a window for what seems to lie ahead.
        for (auto late = times.rbegin(); late != times.rend() && *late > now; ++late) *late = now;
        while (!times.empty() && times.front() + limit_.window <= now) times.pop_front();
        if (times.size() < limit_.times) {
            times.push_back(now);
            return std::nullopt;
        }
        return std::chrono::ceil<std::chrono::seconds>(times.front() + limit_.window - now);
    }

private:
    /// When those in the window came, oldest first.
    using Times = std::deque<Instant>;

    Times& times_of(const Name& name) {
        const auto found = names_.find(name);
        if (found != names_.end()) return found->second;
        if (names_.size() >= limit_.tracked) {
            // Each one here has passed at least once.
            names_.erase(std::ranges::min_element(names_, {}, [](const auto& entry) { return entry.second.back(); }));
        }
        return names_[name];
    }

    RollingLimit limit_;
    const Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<Name, Times> names_;
};

}  // namespace mooring
