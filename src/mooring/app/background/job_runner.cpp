#include "mooring/app/background/job_runner.hpp"

#include <algorithm>
#include <exception>

#include "mooring/base/log.hpp"

namespace mooring::app::background {
namespace {

using std::chrono::steady_clock;

/// Waiting jobs announce themselves; those of a process that died do not.
constexpr std::chrono::seconds take_over_every{5};
/// A look that found nothing although something was due (a kind that is not ours): do not look at once again.
constexpr std::chrono::seconds rest_after_nothing{1};
constexpr std::chrono::minutes wait_after_bug{1};

}  // namespace

JobRunner::JobRunner(storage::Catalog& catalog, const Clock& clock, std::map<std::string, JobStep> steps,
                     JobRunnerOptions options)
    : catalog_(catalog), clock_(clock), steps_(std::move(steps)), options_(std::move(options)) {
    for (const auto& [kind, step] : steps_) kinds_.push_back(kind);
}

JobRunner::~JobRunner() {
    stop();
}

void JobRunner::start() {
    if (dispatcher_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = false;
    }
    const auto threads = static_cast<std::size_t>(std::max(options_.threads, 1));
    workers_ = std::make_unique<WorkerPool>("jobs", threads, threads);
    dispatcher_ = std::thread([this] { dispatch(); });
}

void JobRunner::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    wake_.notify_all();
    if (dispatcher_.joinable()) dispatcher_.join();
    workers_.reset();
}

void JobRunner::notify() {
    {
        const std::lock_guard lock(mutex_);
        is_notified_ = true;
    }
    wake_.notify_all();
}

void JobRunner::dispatch() {
    std::unique_lock lock(mutex_);
    // After the order to stop, leases are kept alive until the last step has ended.
    while (!is_stopping_ || !running_.empty()) {
        is_notified_ = false;
        const bool is_stopping = is_stopping_;
        lock.unlock();
        extend_leases();
        if (!is_stopping) look_for_work();
        lock.lock();
        wake_.wait_for(lock, options_.longest_wait, [&] { return is_notified_ || is_stopping_ != is_stopping; });
    }
}

bool JobRunner::may_be_due() {
    const auto steady_now = steady_clock::now();
    if (steady_now >= next_take_over_) {
        next_take_over_ = steady_now + take_over_every;
        return true;
    }
    const std::uint64_t version = catalog_.versions().of_everything();
    if (version != seen_version_) {
        const auto next = catalog_.read([](storage::CatalogSnapshot& view) { return view.jobs().next_run(); });
        if (!next) return false;  // away for now; asked again next time, since the version was not noted
        seen_version_ = version;
        next_run_ = *next;
    }
    return next_run_ && *next_run_ <= clock_.now() && steady_now >= not_before_;
}

void JobRunner::look_for_work() {
    int room = std::max(options_.threads, 1);
    {
        const std::lock_guard lock(mutex_);
        room -= static_cast<int>(running_.size());
    }
    if (room <= 0 || !may_be_due()) return;
    auto jobs = lease(room);
    if (!jobs) {
        log::warning("jobs could not be leased", {{"error", jobs.error().message}});
        not_before_ = steady_clock::now() + rest_after_nothing;
        return;
    }
    seen_version_.reset();  // the queue is another one now
    if (jobs->empty()) not_before_ = steady_clock::now() + rest_after_nothing;
    for (storage::Job& job : *jobs) {
        {
            const std::lock_guard lock(mutex_);
            running_[job.id] = {.is_lost = false, .next_heartbeat = steady_clock::now() + options_.heartbeat};
        }
        workers_->post([this, job = std::move(job)] { run_and_record(job); });
    }
}

Result<std::vector<storage::Job>> JobRunner::lease(int limit) {
    return catalog_.write([&](storage::CatalogTransaction& tx) {
        return tx.job_writer().lease(options_.owner, clock_.now(), options_.lease, kinds_, limit);
    });
}

void JobRunner::extend_leases() {
    std::vector<std::int64_t> ids;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, running] : running_) {
            if (!running.is_lost && steady_clock::now() >= running.next_heartbeat) ids.push_back(id);
        }
    }
    for (const std::int64_t id : ids) {
        const auto extended = catalog_.write([&](storage::CatalogTransaction& tx) {
            return tx.job_writer().heartbeat(id, options_.owner, clock_.now() + options_.lease);
        });
        if (extended) ++heartbeats_;
        const std::lock_guard lock(mutex_);
        const auto found = running_.find(id);
        if (found == running_.end()) continue;
        found->second.is_lost = !extended && extended.error().code == Errc::conflict;
        found->second.next_heartbeat = steady_clock::now() + options_.heartbeat;
    }
}

StepOutcome JobRunner::run_step(const storage::Job& job) {
    const auto step = steps_.find(job.kind);
    if (step == steps_.end()) return StepOutcome::give_up("no step for this kind");
    try {
        return step->second(job);
    } catch (const std::exception& bug) {
        log::error("a job's step threw", {{"kind", job.kind}, {"what", bug.what()}});
    } catch (...) {
        log::error("a job's step threw", {{"kind", job.kind}});
    }
    return StepOutcome::retry_at(clock_.now() + wait_after_bug, "exception");
}

void JobRunner::run_and_record(const storage::Job& job) {
    const StepOutcome outcome = run_step(job);
    record(job, outcome);
    {
        const std::lock_guard lock(mutex_);
        running_.erase(job.id);
        is_notified_ = true;
    }
    wake_.notify_all();
}

void JobRunner::record(const storage::Job& job, const StepOutcome& outcome) {
    const auto written = catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        switch (outcome.kind) {
            case StepOutcome::Kind::done: return tx.job_writer().complete(job.id, options_.owner);
            case StepOutcome::Kind::retry:
                return tx.job_writer().retry(job.id, options_.owner, outcome.at, outcome.reason);
            case StepOutcome::Kind::give_up: return tx.job_writer().give_up(job.id, options_.owner, outcome.reason);
        }
        return ok();
    });
    // A lost lease: whoever has it now does the step again. A catalog that is away: the lease runs out, and again.
    if (!written) {
        log::warning("the end of a job was not recorded", {{"kind", job.kind}, {"error", written.error().message}});
        return;
    }
    count(job, outcome);
    if (outcome.kind == StepOutcome::Kind::give_up) {
        log::warning("a job was given up", {{"kind", job.kind}, {"reason", outcome.reason}});
    }
}

void JobRunner::count(const storage::Job& job, const StepOutcome& outcome) {
    if (options_.metrics == nullptr) return;
    const char* result = outcome.kind == StepOutcome::Kind::done    ? "done"
                         : outcome.kind == StepOutcome::Kind::retry ? "retry"
                                                                    : "given_up";
    const std::string labels = "kind=\"" + job.kind + "\",result=\"" + result + "\"";
    options_.metrics->counter("mooring_jobs_total", "Attempts at background jobs, by their end.", labels).add();
}

Result<int> JobRunner::run_due() {
    for (int steps = 0;;) {
        MOORING_TRY(const std::vector<storage::Job> jobs, lease(1));
        if (jobs.empty()) return steps;
        for (const storage::Job& job : jobs) {
            record(job, run_step(job));
            ++steps;
        }
    }
}

}  // namespace mooring::app::background
