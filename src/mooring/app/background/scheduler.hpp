#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

/// Something done again and again, the first time at start.
struct PeriodicTask {
    std::string name;
    std::chrono::seconds every{3600};
    std::function<Result<void>()> run;
};

struct SchedulerOptions {
    /// Record that scheduled episodes whose time has come are out; how many were due, at most `limit`.
    std::function<Result<int>(int limit)> transition;
    /// Called after transitions and after every change of the catalog: turns events into deliveries.
    std::function<Result<void>()> on_change;
    std::vector<PeriodicTask> periodic;
    std::chrono::milliseconds longest_wait{250};  ///< of wall time, so that a clock that was moved is noticed
};

/// Fires the transitions of scheduled episodes within a second of their time (delivery.md, section 4), and whatever
/// follows from a change. Keeps nothing: after a restart, what became due meanwhile is due at the first round.
class Scheduler {
public:
    Scheduler(storage::Catalog& catalog, const Clock& clock, SchedulerOptions options);
    /// Stops.
    ~Scheduler();

    void start();
    void stop();

    /// One round: what the thread does between two waits. Errors: as the tasks'; the next round tries again.
    Result<void> run_once();

private:
    struct Periodic {
        PeriodicTask task;
        std::optional<Instant> last;
    };

    void run();
    std::chrono::milliseconds next_wait() const;
    Result<void> run_transitions();
    void run_periodic(Instant now);

    storage::Catalog& catalog_;
    const Clock& clock_;
    const SchedulerOptions options_;
    std::vector<Periodic> periodic_;

    std::optional<std::uint64_t> seen_version_;
    std::optional<Instant> next_publication_;
    Instant last_round_;

    std::mutex mutex_;
    std::condition_variable wake_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace mooring::app::background
