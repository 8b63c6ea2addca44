#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace mooring {

/// A number that only grows. Safe and cheap from any thread.
class Counter {
public:
    void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// A number that goes up and down.
class Gauge {
public:
    void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
    void add(std::int64_t amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// How long things took, in fixed buckets from 100 µs to 30 s.
class LatencyHistogram {
public:
    static constexpr std::array bounds_seconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                               0.1,    0.25,    0.5,    1.0,   2.5,    5.0,   10.0, 30.0};
    void observe(double seconds);
    std::uint64_t bucket(std::size_t index) const { return buckets_[index].load(std::memory_order_relaxed); }
    double sum_seconds() const { return static_cast<double>(sum_micros_.load(std::memory_order_relaxed)) / 1e6; }

private:
    std::array<std::atomic<std::uint64_t>, bounds_seconds.size() + 1> buckets_{};
    std::atomic<std::uint64_t> sum_micros_{0};
};

/// All metrics of a process, by name and labels; renders the Prometheus text format 0.0.4.
/// References stay valid as long as the registry lives. Asking twice gives the same metric.
class MetricRegistry {
public:
    /// `labels` is the ready text between the braces, such as `family="publishing",status="200"`.
    Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = {});
    LatencyHistogram& histogram(std::string_view name, std::string_view help, std::string_view labels = {});
    /// A gauge read when the text is rendered.
    void gauge_function(std::string_view name, std::string_view help, std::function<double()> read);

    std::string render() const;

private:
    struct Entry {
        std::string name;
        std::string help;
        std::string labels;
        std::string type;
        Counter counter;
        Gauge gauge;
        LatencyHistogram histogram;
        std::function<double()> read;
    };
    Entry& entry(std::string_view name, std::string_view help, std::string_view labels, std::string_view type);

    mutable std::mutex mutex_;
    std::deque<Entry> entries_;
};

}  // namespace mooring
