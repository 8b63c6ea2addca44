#include "mooring/server/crash_report.hpp"

#include <execinfo.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>

namespace mooring::server {
namespace {

constexpr std::array signals{
    std::pair{SIGSEGV, std::string_view{"SIGSEGV"}}, std::pair{SIGBUS, std::string_view{"SIGBUS"}},
    std::pair{SIGFPE, std::string_view{"SIGFPE"}}, std::pair{SIGILL, std::string_view{"SIGILL"}},
    std::pair{SIGABRT, std::string_view{"SIGABRT"}}};

void say(std::string_view text) {
    // Nothing can be done when it cannot be written.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

/// Calls only what may be called in a signal handler; the action was reset, so that raising ends the program.
void report(int number) {
    say("mooring: ended by ");
    for (const auto& [one, name] : signals) {
        if (one == number) say(name);
    }
    say("; the call stack:\n");
    std::array<void*, 64> frames{};
    ::backtrace_symbols_fd(frames.data(), ::backtrace(frames.data(), static_cast<int>(frames.size())), STDERR_FILENO);
    ::raise(number);
}

}  // namespace

void report_crashes() {
    std::array<void*, 1> frame{};
    ::backtrace(frame.data(), 1);  // loads what it needs now: a handler may not
    for (const auto& [number, name] : signals) {
        struct sigaction before {};
        if (::sigaction(number, nullptr, &before) != 0 || before.sa_handler != SIG_DFL) continue;
        struct sigaction action {};
        action.sa_handler = report;
        action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
        ::sigaction(number, &action, nullptr);
    }
}

}  // namespace mooring::server
