#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace mooring {

/// An instant of wall-clock time, UTC, in microseconds. Every stored and compared time is one.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Where "now" comes from. Passed in, so that tests move time instead of waiting for it.
/// Implementations are safe to use from several threads.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

/// The machine's UTC clock.
class SystemClock final : public Clock {
public:
    Instant now() const override;
};

/// A clock that stands still until it is told otherwise.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : micros_(start.time_since_epoch().count()) {}
    Instant now() const override { return Instant{std::chrono::microseconds{micros_.load()}}; }
    void set(Instant instant) { micros_.store(instant.time_since_epoch().count()); }
    void advance(std::chrono::microseconds by) { micros_.fetch_add(by.count()); }

private:
    std::atomic<std::int64_t> micros_;
};

/// Whole Unix seconds, rounded down.
inline std::int64_t unix_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// The instant of a number of Unix seconds.
inline Instant from_unix_seconds(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds}};
}

/// Microseconds since the epoch: the form in which instants are stored.
inline std::int64_t unix_micros(Instant instant) {
    return instant.time_since_epoch().count();
}

/// The instant of a stored number of microseconds.
inline Instant from_unix_micros(std::int64_t micros) {
    return Instant{std::chrono::microseconds{micros}};
}

}  // namespace mooring
