#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "mooring/base/clock.hpp"
#include "mooring/storage/catalog/job_queue.hpp"

namespace mooring::app::background {

/// How one attempt at a job ended.
struct StepOutcome {
    enum class Kind { done, retry, give_up };

    Kind kind = Kind::done;
    Instant at;          ///< when to try again
    std::string reason;  ///< of a failure, for the operator

    static StepOutcome done() { return {}; }
    static StepOutcome retry_at(Instant at, std::string reason) { return {Kind::retry, at, std::move(reason)}; }
    static StepOutcome give_up(std::string reason) { return {Kind::give_up, {}, std::move(reason)}; }
};

/// The work of one kind of job. May run more than once for one job, and again after a crash: it is idempotent.
/// Called on a thread of the runner, several at a time for different jobs.
using JobStep = std::function<StepOutcome(const storage::Job&)>;

/// Waits between the attempts at fetching what others host (publishing-v1.md, 8.3).
inline constexpr std::array<std::chrono::seconds, 5> fetch_waits{std::chrono::minutes{1}, std::chrono::minutes{10},
                                                                 std::chrono::hours{1}, std::chrono::hours{6},
                                                                 std::chrono::hours{24}};

/// Waits between the attempts at delivering a hook (delivery.md, section 9).
inline constexpr std::array<std::chrono::seconds, 5> hook_waits{std::chrono::minutes{1}, std::chrono::minutes{5},
                                                                std::chrono::minutes{30}, std::chrono::hours{2},
                                                                std::chrono::hours{6}};

/// Try again after the wait that belongs to this attempt; give up after the last one.
inline StepOutcome retry_or_give_up(const storage::Job& job, Instant now,
                                    const std::array<std::chrono::seconds, 5>& waits, std::string reason) {
    const auto failed = static_cast<std::size_t>(job.attempts < 1 ? 1 : job.attempts);
    if (failed > waits.size()) return StepOutcome::give_up(std::move(reason));
    return StepOutcome::retry_at(now + waits[failed - 1], std::move(reason));
}

}  // namespace mooring::app::background
