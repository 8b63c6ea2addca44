#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage {

/// A piece of work to be done at least once, by an idempotent step.
struct NewJob {
    std::string kind;     ///< such as `probe_audio`
    std::string payload;  ///< JSON, understood by the step of that kind
    std::string key;      ///< when not empty: at most one waiting or running job of (kind, key) exists
    Instant run_at;
};

struct Job {
    std::int64_t id = 0;
    std::string kind;
    std::string payload;
    std::string key;
    Instant run_at;
    int attempts = 0;  ///< including the present one
    Instant lease_until;
    std::string last_error;
};

struct JobCounts {
    std::string kind;
    std::int64_t waiting = 0, running = 0, failed = 0;
};

/// Leased jobs. The same table in every catalog. Methods may be called inside a write only.
class JobWriter {
public:
    virtual ~JobWriter() = default;
    /// Queue a job. With a `key` that is waiting already, the earlier run_at of the two stays and the later payload.
    /// With one that is running, the job runs once more after it, at the earliest run_at asked for meanwhile.
    virtual Result<void> enqueue(const NewJob& job) = 0;
    /// Take up to `limit` jobs whose time has come or whose lease ran out, and lease them to `owner`;
    /// only of the `kinds` named (none, when it is empty). Oldest first.
    virtual Result<std::vector<Job>> lease(std::string_view owner, Instant now, std::chrono::seconds lease_for,
                                           const std::vector<std::string>& kinds, int limit) = 0;
    /// Extend the lease. Errors: conflict (the lease was lost).
    virtual Result<void> heartbeat(std::int64_t id, std::string_view owner, Instant lease_until) = 0;
    /// Done. Errors: conflict (the lease was lost; what was done stays done, and the step is idempotent).
    virtual Result<void> complete(std::int64_t id, std::string_view owner) = 0;
    /// Failed for now: run again at `run_at`.
    virtual Result<void> retry(std::int64_t id, std::string_view owner, Instant run_at, std::string_view error) = 0;
    /// Failed for good: kept, marked and counted.
    virtual Result<void> give_up(std::int64_t id, std::string_view owner, std::string_view error) = 0;
};

class JobReader {
public:
    virtual ~JobReader() = default;
    virtual Result<std::vector<JobCounts>> counts() = 0;
    /// When the next waiting job wants to run.
    virtual Result<std::optional<Instant>> next_run() = 0;
};

}  // namespace mooring::storage
