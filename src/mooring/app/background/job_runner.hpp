#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/base/worker_pool.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

struct JobRunnerOptions {
    std::string owner;  ///< names this process among all that share the catalog; another one at every start
    int threads = 2;    ///< steps at the same time
    std::chrono::seconds lease{30};
    std::chrono::milliseconds heartbeat{10'000};  ///< well below the lease
    std::chrono::milliseconds longest_wait{250};  ///< between two looks at what changed; at most 1 s
    MetricRegistry* metrics = nullptr;            ///< may be null
};

/// Runs queued jobs: leases those that are due, runs the step of their kind, keeps the lease alive meanwhile, and
/// writes down what came of it. Several processes may run on one catalog; a job whose process died is taken over
/// when its lease ends. Takes no more jobs than it has threads. Safe to use from several threads.
class JobRunner {
public:
    JobRunner(storage::Catalog& catalog, const Clock& clock, std::map<std::string, JobStep> steps,
              JobRunnerOptions options);
    /// Stops.
    ~JobRunner();

    void start();
    /// Take no more jobs and wait for the steps that run. What waits, waits for the next start.
    void stop();
    /// There may be something to do: look now.
    void notify();

    /// Run what is due, and what becomes due by it, on the calling thread. Returns how many steps ran. For tests and
    /// for settling; errors of the catalog end it.
    Result<int> run_due();

    /// How often a lease was extended; for tests.
    std::uint64_t heartbeats() const { return heartbeats_; }

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    struct Running {
        bool is_lost = false;
        SteadyTime next_heartbeat;
    };

    void dispatch();
    void look_for_work();
    void extend_leases();
    bool may_be_due();
    Result<std::vector<storage::Job>> lease(int limit);
    StepOutcome run_step(const storage::Job& job);
    void run_and_record(const storage::Job& job);
    void record(const storage::Job& job, const StepOutcome& outcome);
    void count(const storage::Job& job, const StepOutcome& outcome);

    storage::Catalog& catalog_;
    const Clock& clock_;
    const std::map<std::string, JobStep> steps_;
    std::vector<std::string> kinds_;
    const JobRunnerOptions options_;

    std::mutex mutex_;
    std::condition_variable wake_;
    bool is_stopping_ = false;
    bool is_notified_ = false;
    std::map<std::int64_t, Running> running_;
    std::atomic<std::uint64_t> heartbeats_{0};

    // Of the dispatching thread alone.
    std::optional<std::uint64_t> seen_version_;
    std::optional<Instant> next_run_;
    SteadyTime next_take_over_;  ///< when to look for leases that ran out
    SteadyTime not_before_;      ///< after a look that found nothing

    std::unique_ptr<WorkerPool> workers_;
    std::thread dispatcher_;
};

}  // namespace mooring::app::background
