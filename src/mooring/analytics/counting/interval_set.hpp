#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mooring::analytics {

/// A half-open stretch [begin, end) of byte positions, or of milliseconds of a recording.
struct Interval {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    auto operator<=>(const Interval&) const = default;
};

/// A set of positions, held as sorted stretches that neither overlap nor touch. What is added twice is held once,
/// and the order of adding does not matter (measurement.md, 6.3).
class IntervalSet {
public:
    IntervalSet() = default;

    /// Add [begin, end); nothing when it is empty.
    void add(std::int64_t begin, std::int64_t end);
    void add(const IntervalSet& other);

    bool empty() const { return stretches_.empty(); }
    /// How many positions there are.
    std::int64_t length() const;
    /// How many of them lie in [begin, end).
    std::int64_t length_within(std::int64_t begin, std::int64_t end) const;
    bool covers(std::int64_t begin, std::int64_t end) const { return length_within(begin, end) >= end - begin; }

    std::span<const Interval> stretches() const { return stretches_; }

    bool operator==(const IntervalSet&) const = default;

private:
    std::vector<Interval> stretches_;
};

}  // namespace mooring::analytics
