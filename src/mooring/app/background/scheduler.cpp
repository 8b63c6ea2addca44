#include "mooring/app/background/scheduler.hpp"

#include <algorithm>

#include "mooring/base/log.hpp"

namespace mooring::app::background {
namespace {

constexpr int transitions_at_once = 100;
constexpr int most_batches = 1000;  // in one round
constexpr std::chrono::milliseconds wait_after_failure{250};

}  // namespace

Scheduler::Scheduler(storage::Catalog& catalog, const Clock& clock, SchedulerOptions options)
    : catalog_(catalog), clock_(clock), options_(std::move(options)) {
    for (const auto& task : options_.periodic) periodic_.push_back({task, std::nullopt});
}

Scheduler::~Scheduler() {
    stop();
}

void Scheduler::start() {
    if (thread_.joinable()) return;
    is_stopping_ = false;
    thread_ = std::thread([this] { run(); });
}

void Scheduler::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Scheduler::run() {
    bool was_failing = false;
    std::unique_lock lock(mutex_);
    while (!is_stopping_) {
        lock.unlock();
        const auto round = run_once();
        if (!round && !was_failing) log::warning("scheduled work failed", {{"error", round.error().message}});
        was_failing = !round;
        const auto wait = round ? next_wait() : wait_after_failure;
        lock.lock();
        wake_.wait_for(lock, wait, [this] { return is_stopping_; });
    }
}

std::chrono::milliseconds Scheduler::next_wait() const {
    if (!next_publication_) return options_.longest_wait;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next_publication_ - clock_.now());
    return std::clamp(left, std::chrono::milliseconds{1}, options_.longest_wait);
}

Result<void> Scheduler::run_once() {
    const Instant now = clock_.now();
    // Noted before anything is read: what changes from here on brings another round.
    const std::uint64_t version = catalog_.versions().of_everything();
    const bool has_stepped_back = now < last_round_;
    const bool is_due = next_publication_ && *next_publication_ <= now;
    last_round_ = now;
    run_periodic(now);
    if (version == seen_version_ && !has_stepped_back && !is_due) return ok();

    MOORING_CHECK(run_transitions());
    MOORING_TRY(next_publication_, catalog_.read([&](storage::CatalogSnapshot& view) {
        return view.episodes().next_publication(std::nullopt, now);
    }));
    if (options_.on_change) MOORING_CHECK(options_.on_change());
    seen_version_ = version;
    return ok();
}

Result<void> Scheduler::run_transitions() {
    if (!options_.transition) return ok();
    // The question is cheap, the transaction is not: most changes make nothing due.
    MOORING_TRY(const bool is_any_due, catalog_.read([&](storage::CatalogSnapshot& view) -> Result<bool> {
        MOORING_TRY(const auto due, view.episodes().due(clock_.now(), 1));
        return !due.empty();
    }));
    if (!is_any_due) return ok();
    int count = transitions_at_once;
    for (int batch = 0; batch < most_batches && count == transitions_at_once; ++batch) {
        MOORING_TRY(count, options_.transition(transitions_at_once));
    }
    return ok();
}

void Scheduler::run_periodic(Instant now) {
    for (Periodic& periodic : periodic_) {
        const bool has_stepped_back = periodic.last && *periodic.last > now;
        if (periodic.last && !has_stepped_back && now - *periodic.last < periodic.task.every) continue;
        periodic.last = now;
        if (const auto done = periodic.task.run(); !done) {
            log::warning("periodic work failed", {{"task", periodic.task.name}, {"error", done.error().message}});
        }
    }
}

}  // namespace mooring::app::background
