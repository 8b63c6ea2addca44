#include "cli/pull_common.hpp"

#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "cli/pull_output.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::cli {

using mooring_client::ErrorKind;

std::shared_ptr<mooring_client::Transport> transport_of(const PullArguments& arguments) {
    const auto timeout = std::chrono::milliseconds{static_cast<std::int64_t>(arguments.timeout_seconds * 1000)};
    return mooring_client::make_transport({.connect_timeout = timeout,
                                           .idle_timeout = timeout,
                                           .proxy = arguments.proxy,
                                           .max_connections = arguments.jobs,
                                           .requests_per_second = arguments.rate});
}

mooring_client::RetryPolicy retry_of(const PullArguments& arguments) {
    return {.max_attempts = arguments.attempts, .delay_base = arguments.retry_delay, .jitter = 0.1};
}

Result<std::unique_ptr<Archive>> open_archive(const PullArguments& arguments, const PullSettings& settings,
                                              const RunSubject& subject, const Clock& clock) {
    if (arguments.no_archive) return std::unique_ptr<Archive>{};
    std::string folder = arguments.archive;
    if (folder.empty()) {
        MOORING_TRY(const auto named, settings.find("MOORING_ARCHIVE"));
        folder = named.value_or("");
    }
    if (folder.empty()) {
        std::string home = environment_value("XDG_DATA_HOME").value_or("");
        if (home.empty()) {
            const std::string user = environment_value("HOME").value_or("");
            if (user.empty()) {
                return Error{Errc::invalid_argument, "where to keep the answers? use --archive FOLDER or --no-archive"};
            }
            home = user + "/.local/share";
        }
        folder = home + "/mooring/archive";
    }
    constexpr std::chrono::hours longest_break{12};
    return Archive::open(folder, subject, clock.now(), longest_break, arguments.new_run);
}

std::string error_line(const mooring_client::Error& error) {
    std::string line{to_string(error.kind)};
    line += ": " + error.message;
    if (!error.path.empty()) line += " (" + error.method + " " + error.path + ")";
    switch (error.kind) {
        case ErrorKind::rate_limited: return line + "; try again later, or with a lower --rate";
        case ErrorKind::timeout:
        case ErrorKind::unreachable:
        case ErrorKind::max_retries:
        case ErrorKind::server_error: return line + "; run the command again to go on where it stopped";
        case ErrorKind::forbidden: return line + "; sign in as somebody with a role on this station or show";
        default: return line;
    }
}

void announce_expiry(const PullSettings& settings, const std::vector<std::string>& names, Instant now) {
    for (const std::string& name : names) {
        const auto setting = settings.find(name + "_EXPIRES");
        if (!setting || !*setting) continue;
        const auto ends = parse_iso8601(**setting);
        if (!ends || *ends - now > std::chrono::days{14}) continue;
        const bool is_over = *ends <= now;
        std::cerr << "mooring pull: " << name << (is_over ? " expired on " : " expires on ") << iso8601_date(*ends)
                  << "; fetch a new value from the browser\n";
    }
}

AnswerCount::AnswerCount() : is_wanted_(::isatty(STDERR_FILENO) == 1 && ::isatty(STDOUT_FILENO) != 1) {}

void AnswerCount::add(const Question& question) {
    ++count_;
    if (!is_wanted_) return;
    std::fprintf(stderr, "\r\x1b[K%lld  %s", static_cast<long long>(count_), question.endpoint.c_str());
    std::fflush(stderr);
    is_drawn_ = true;
}

void AnswerCount::clear() {
    if (is_drawn_) std::fputs("\r\x1b[K", stderr);
    is_drawn_ = false;
}

void tell_outcome(const std::string& command, const std::string& name, const PullOutcome& outcome, bool json) {
    const Question& question = outcome.task->question;
    if (outcome.archive_error) {
        std::cerr << command << ": " << outcome.archive_error->message
                  << "; what was kept stays, make room and run the command again\n";
    } else if (outcome.error) {
        std::cerr << command << ": " << question.endpoint << (question.episode.empty() ? "" : " of " + question.episode)
                  << ": " << error_line(*outcome.error) << '\n';
    } else {
        std::cout << (json ? outcome_line(name, outcome) + "\n" : outcome_table(outcome)) << std::flush;
    }
}

ExitCode end_run(const std::string& command, PullRun& run, Archive* archive, const Clock& clock) {
    for (const std::string& drift : run.drifts()) {
        std::cerr << command << ": unexpected shape, put aside in quarantine: " << drift << '\n';
    }
    if (archive != nullptr && !run.is_stopped()) {
        if (auto finished = archive->finish(clock.now(), run.failures()); !finished) {
            std::cerr << command << ": " << finished.error().message << '\n';
            return ExitCode::failed;
        }
    }
    std::cerr << command << ": " << run.answers() << " answers";
    if (run.failures() > 0) std::cerr << ", " << run.failures() << " failed";
    std::cerr << '\n';
    return run.failures() > 0 ? ExitCode::failed : ExitCode::done;
}

}  // namespace mooring::cli
