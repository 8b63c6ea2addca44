#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/pull_command.hpp"
#include "cli/pull_run.hpp"
#include "cli/pull_settings.hpp"
#include "mooring_client/http.hpp"
#include "mooring_client/retry.hpp"

namespace mooring::cli {

// What both pull commands do around their questions.

/// How a run ended that could not begin.
struct PullStop {
    ExitCode code = ExitCode::usage;
    std::string message;
};

std::shared_ptr<mooring_client::Transport> transport_of(const PullArguments& arguments);
mooring_client::RetryPolicy retry_of(const PullArguments& arguments);

/// The archive of a run about `subject`; null when nothing is to be kept.
Result<std::unique_ptr<Archive>> open_archive(const PullArguments& arguments, const PullSettings& settings,
                                              const RunSubject& subject, const Clock& clock);

/// What a person should do about an error: one line that names its kind, without secrets.
std::string error_line(const mooring_client::Error& error);

/// Tell on standard error which of `names` ends within two weeks, by the settings `NAME_EXPIRES` (a day).
void announce_expiry(const PullSettings& settings, const std::vector<std::string>& names, Instant now);

/// Close the run, report on standard error, and give the exit code.
ExitCode end_run(const std::string& command, PullRun& run, Archive* archive, const Clock& clock);

/// A line on the terminal that counts answers, while the answers themselves go elsewhere.
class AnswerCount {
public:
    AnswerCount();
    ~AnswerCount() { clear(); }
    AnswerCount(const AnswerCount&) = delete;
    AnswerCount& operator=(const AnswerCount&) = delete;

    /// Count one more, which was about `question`.
    void add(const Question& question);
    /// Take the line away, for what else is to be said.
    void clear();

private:
    bool is_wanted_;
    bool is_drawn_ = false;
    std::int64_t count_ = 0;
};

/// Print an outcome: its line or table to standard output, its error to standard error.
void tell_outcome(const std::string& command, const std::string& name, const PullOutcome& outcome, bool json);

}  // namespace mooring::cli
