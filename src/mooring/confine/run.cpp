#include "mooring/confine/run.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include "mooring/confine/process.hpp"

namespace mooring::confine {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t most_errors = 8192;
constexpr std::size_t most_at_once = 256 * 1024;

/// The end of a text that may be long.
class Tail {
public:
    void append(std::string_view text) {
        text_.append(text);
        if (text_.size() > 2 * most_errors) text_.erase(0, text_.size() - most_errors);
    }
    std::string take() {
        if (text_.size() > most_errors) text_.erase(0, text_.size() - most_errors);
        return std::move(text_);
    }

private:
    std::string text_;
};

class Session {
public:
    Session(Process process, const Readers& readers, Steady::time_point deadline)
        : process_(std::move(process)), readers_(readers), deadline_(deadline), buffer_(most_at_once, '\0') {}

    /// Read and wait until the program has ended and its pipes are empty.
    Result<void> follow(int cancellation) {
        std::array<pollfd, 5> waiting{pollfd{cancellation, POLLIN, 0}, pollfd{process_.handle(), POLLIN, 0},
                                      pollfd{process_.output(), POLLIN, 0}, pollfd{process_.errors(), POLLIN, 0},
                                      pollfd{process_.progress(), POLLIN, 0}};
        for (bool has_ended = false; !has_ended;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Steady::now());
            if (left.count() <= 0) return Error{Errc::timeout, "the media worker took too long"};
            const int ready =
                ::poll(waiting.data(), waiting.size(), static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
            if (ready < 0 && errno != EINTR)
                return Error{Errc::unavailable, std::string{"poll: "} + std::strerror(errno)};
            if (ready <= 0) continue;
            if (waiting[0].revents != 0) return Error{Errc::unavailable, std::string{cancelled}};
            has_ended = waiting[1].revents != 0;
            for (pollfd& pipe : std::span(waiting).subspan(2)) {
                if (has_ended) pipe.revents = POLLIN;  // what it wrote last is still in the pipes
                if (pipe.revents == 0) continue;
                MOORING_TRY(const bool is_open, drain(pipe.fd, has_ended));
                if (!is_open) pipe.fd = -1;  // poll passes over it
            }
        }
        return ok();
    }

    Ending end() {
        rusage usage{};
        const int status = process_.reap(usage);
        Ending ending;
        ending.errors = errors_.take();
        ending.layers = Layers(process_.report().layers);
        const auto micros = [](const timeval& time) {
            return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
        };
        ending.cpu = micros(usage.ru_utime) + micros(usage.ru_stime);
        ending.most_memory_bytes = std::int64_t{usage.ru_maxrss} * 1024;
        if (WIFEXITED(status)) {
            ending.code = WEXITSTATUS(status);
        } else {
            ending.code = WTERMSIG(status);
            ending.kind = Ending::Kind::killed;
        }
        return ending;
    }

private:
    /// Hand on what a pipe holds: a piece of it, or all. False at its end.
    Result<bool> drain(int pipe, bool all) {
        if (pipe < 0) return false;
        do {
            const ssize_t got = ::read(pipe, buffer_.data(), buffer_.size());
            if (got == 0) return false;
            if (got < 0) return errno == EAGAIN || errno == EINTR;
            MOORING_CHECK(hand_on(pipe, std::string_view(buffer_).substr(0, static_cast<std::size_t>(got))));
        } while (all);
        return true;
    }

    Result<void> hand_on(int pipe, std::string_view bytes) {
        if (pipe == process_.errors()) {
            errors_.append(bytes);
            return ok();
        }
        const auto& reader = pipe == process_.output() ? readers_.output : readers_.progress;
        return reader ? reader(bytes) : ok();
    }

    Process process_;
    const Readers& readers_;
    Steady::time_point deadline_;
    std::string buffer_;
    Tail errors_;
};

}  // namespace

Result<Ending> run(const std::vector<std::string>& arguments, const Confinement& confinement, const Readers& readers,
                   const std::stop_token& stop) {
    if (arguments.empty()) return Error{Errc::invalid_argument, "no program to run"};
    const Descriptor cancellation(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!cancellation) return Error{Errc::unavailable, std::string{"eventfd: "} + std::strerror(errno)};
    const std::stop_callback wake(stop, [&] { ::eventfd_write(cancellation.get(), 1); });

    const auto deadline = Steady::now() + confinement.limits.wall;
    MOORING_TRY(Process process, Process::start(arguments, confinement));
    Session session(std::move(process), readers, deadline);
    MOORING_CHECK(session.follow(cancellation.get()));
    Ending ending = session.end();
    // The hard limit of processor time is a SIGKILL; nothing else kills with one but us and the machine.
    if (ending.kind == Ending::Kind::killed && (ending.code == SIGXCPU || ending.code == SIGKILL) &&
        ending.cpu + std::chrono::milliseconds{500} >= confinement.limits.cpu) {
        ending.kind = Ending::Kind::cpu_limit;
    }
    return ending;
}

}  // namespace mooring::confine
