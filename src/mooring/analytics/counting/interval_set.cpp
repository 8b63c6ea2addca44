#include "mooring/analytics/counting/interval_set.hpp"

#include <algorithm>

namespace mooring::analytics {

void IntervalSet::add(std::int64_t begin, std::int64_t end) {
    if (begin >= end) return;
    // The first stretch that touches or follows [begin, end), and the first one wholly behind it.
    auto first = std::ranges::lower_bound(stretches_, begin, {}, &Interval::end);
    auto past = std::ranges::upper_bound(first, stretches_.end(), end, {}, &Interval::begin);
    if (first == past) {
        stretches_.insert(first, Interval{begin, end});
        return;
    }
    first->begin = std::min(first->begin, begin);
    first->end = std::max((past - 1)->end, end);
    stretches_.erase(first + 1, past);
}

void IntervalSet::add(const IntervalSet& other) {
    for (const Interval& stretch : other.stretches_) add(stretch.begin, stretch.end);
}

std::int64_t IntervalSet::length() const {
    std::int64_t total = 0;
    for (const Interval& stretch : stretches_) total += stretch.end - stretch.begin;
    return total;
}

std::int64_t IntervalSet::length_within(std::int64_t begin, std::int64_t end) const {
    std::int64_t total = 0;
    for (auto stretch = std::ranges::upper_bound(stretches_, begin, {}, &Interval::end);
         stretch != stretches_.end() && stretch->begin < end; ++stretch) {
        total += std::min(stretch->end, end) - std::max(stretch->begin, begin);
    }
    return total;
}

}  // namespace mooring::analytics
