#include "cli/pull_run.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace mooring::cli {

using mooring_client::ErrorKind;

PullOutcome PullRun::ask_one(const PullTask& task) {
    PullOutcome outcome{.task = &task};
    if (options_.archive != nullptr) {
        auto found = options_.archive->find(task.question);
        if (!found) {
            outcome.archive_error = found.error();
            return outcome;
        }
        if (*found) {
            outcome.kept = std::move(**found);
            return outcome;
        }
    }
    auto answer = task.ask();
    if (!answer) {
        const std::string reason = task.skip ? task.skip(answer.error()) : std::string{};
        if (reason.empty()) {
            outcome.error = std::move(answer).error();
            return outcome;
        }
        outcome.kept.skipped = reason;
    } else {
        if (task.drift) outcome.kept.drift = task.drift(*answer);
        outcome.kept.text = std::move(answer->text);
    }
    if (options_.archive != nullptr) {
        if (auto kept = options_.archive->keep(task.question, outcome.kept, options_.clock->now()); !kept) {
            outcome.archive_error = kept.error();
        }
    }
    return outcome;
}

bool PullRun::must_stop(const PullOutcome& outcome) const {
    if (outcome.archive_error) return true;
    if (!outcome.error) return false;
    const ErrorKind kind = outcome.error->kind;
    const bool is_refused =
        kind == ErrorKind::unauthorized || kind == ErrorKind::credentials_expired || kind == ErrorKind::cancelled;
    return is_refused || !options_.keep_going;
}

void PullRun::count(const PullOutcome& outcome) {
    if (outcome.error || outcome.archive_error) {
        ++failures_;
    } else if (outcome.kept.skipped.empty()) {
        ++answers_;
    }
    if (!outcome.kept.drift.empty()) {
        const Question& question = outcome.task->question;
        drifts_.push_back(question.endpoint + (question.episode.empty() ? "" : " of " + question.episode) + ": " +
                          outcome.kept.drift);
    }
}

std::vector<std::optional<mooring_client::Answer>> PullRun::ask(const std::vector<PullTask>& tasks) {
    std::vector<std::optional<mooring_client::Answer>> answers(tasks.size());
    if (is_stopped_) return answers;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::optional<PullOutcome>> outcomes(tasks.size());
    std::size_t next = 0;  // of the tasks that nobody has taken
    bool stop = false;

    const auto work = [&] {
        while (true) {
            std::size_t mine = 0;
            {
                const std::lock_guard lock{mutex};
                if (stop || next >= tasks.size()) return;
                mine = next++;
            }
            PullOutcome outcome = ask_one(tasks[mine]);
            const std::lock_guard lock{mutex};
            if (must_stop(outcome)) stop = true;
            outcomes[mine] = std::move(outcome);
            changed.notify_all();
        }
    };
    std::vector<std::jthread> threads;
    const auto count_of_threads = std::min(tasks.size(), static_cast<std::size_t>(std::max(1, options_.jobs)));
    for (std::size_t n = 0; n < count_of_threads; ++n) threads.emplace_back(work);

    for (std::size_t n = 0; n < tasks.size() && !is_stopped_; ++n) {
        PullOutcome outcome;
        {
            std::unique_lock lock{mutex};
            // A task that nobody took before the stop stays without an outcome.
            changed.wait(lock, [&] { return outcomes[n] || (stop && n >= next); });
            if (!outcomes[n]) break;
            outcome = std::move(*outcomes[n]);
        }
        count(outcome);
        options_.tell(outcome);
        is_stopped_ = must_stop(outcome);
        if (!outcome.error && !outcome.archive_error && outcome.kept.skipped.empty()) {
            if (auto answer = mooring_client::parse_answer(outcome.kept.text)) answers[n] = std::move(*answer);
        }
    }
    {
        const std::lock_guard lock{mutex};
        stop = stop || is_stopped_;
    }
    return answers;
}

}  // namespace mooring::cli
