#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/archive.hpp"
#include "mooring_client/answer.hpp"

namespace mooring::cli {

/// A question to a connector, and what to make of its answer.
struct PullTask {
    Question question;
    std::function<mooring_client::Result<mooring_client::Answer>()> ask;
    /// Why this error is none here; empty when it is one.
    std::function<std::string(const mooring_client::Error&)> skip = {};
    /// How the shape of an answer differs from what is expected; empty when it does not.
    std::function<std::string(const mooring_client::Answer&)> drift = {};
};

/// What became of a task.
struct PullOutcome {
    const PullTask* task = nullptr;
    Kept kept;
    std::optional<mooring_client::Error> error;  ///< the service's
    std::optional<Error> archive_error;          ///< nothing can be kept: the run cannot go on
};

/// Asks tasks, several at a time, keeps each answer at once, and hands the outcomes on in the order of the tasks.
class PullRun {
public:
    struct Options {
        int jobs = 4;
        bool keep_going = false;
        Archive* archive = nullptr;  ///< null: nothing is kept
        const Clock* clock = nullptr;
        std::function<void(const PullOutcome&)> tell;  ///< called on the calling thread, in order
    };
    explicit PullRun(Options options) : options_(std::move(options)) {}

    /// Ask all of `tasks`. Stops after the first error unless `keep_going`, and always when credentials are refused or
    /// nothing can be kept. The answers by task; none for what failed, was skipped or not asked.
    std::vector<std::optional<mooring_client::Answer>> ask(const std::vector<PullTask>& tasks);

    bool is_stopped() const { return is_stopped_; }
    std::int64_t failures() const { return failures_; }
    std::int64_t answers() const { return answers_; }
    /// `ENDPOINT: reason` of each answer with an unexpected shape.
    const std::vector<std::string>& drifts() const { return drifts_; }

private:
    PullOutcome ask_one(const PullTask& task);
    bool must_stop(const PullOutcome& outcome) const;
    void count(const PullOutcome& outcome);

    Options options_;
    bool is_stopped_ = false;
    std::int64_t failures_ = 0;
    std::int64_t answers_ = 0;
    std::vector<std::string> drifts_;
};

}  // namespace mooring::cli
