#include "mooring/analytics/counting/interval_set.hpp"

#include <gtest/gtest.h>

#include <bitset>
#include <random>

namespace mooring::analytics {
namespace {

TEST(IntervalSet, MergesWhatOverlapsAndWhatTouches) {
    IntervalSet set;
    set.add(10, 20);
    set.add(30, 40);
    set.add(20, 25);  // touches the first
    EXPECT_EQ(set.length(), 25);
    ASSERT_EQ(set.stretches().size(), 2U);
    EXPECT_EQ(set.stretches()[0], (Interval{10, 25}));
    set.add(0, 100);
    ASSERT_EQ(set.stretches().size(), 1U);
    EXPECT_EQ(set.length(), 100);
}

TEST(IntervalSet, HoldsNothingOfAnEmptyStretch) {
    IntervalSet set;
    set.add(5, 5);
    set.add(7, 3);
    EXPECT_TRUE(set.empty());
    EXPECT_TRUE(set.covers(5, 5));
    EXPECT_FALSE(set.covers(5, 6));
}

TEST(IntervalSet, AgreesWithABitmapWhateverTheOrder) {
    std::mt19937 random{20260303};
    const auto below = [&](unsigned bound) { return static_cast<std::int64_t>(random() % bound); };
    for (int round = 0; round < 2000; ++round) {
        IntervalSet forward;
        std::vector<Interval> added;
        std::bitset<300> bits;
        for (std::int64_t count = below(12); count > 0; --count) {
            const std::int64_t begin = below(250);
            const Interval next{begin, begin + below(50)};
            added.push_back(next);
            forward.add(next.begin, next.end);
            for (std::int64_t at = next.begin; at < next.end; ++at) bits.set(static_cast<std::size_t>(at));
        }
        IntervalSet backward;
        for (auto next = added.rbegin(); next != added.rend(); ++next) backward.add(next->begin, next->end);
        ASSERT_EQ(forward, backward);
        ASSERT_EQ(forward.length(), static_cast<std::int64_t>(bits.count()));
        const std::int64_t begin = below(300);
        const std::int64_t end = begin + below(60);
        std::int64_t inside = 0;
        for (std::int64_t at = begin; at < end && at < 300; ++at) inside += bits[static_cast<std::size_t>(at)] ? 1 : 0;
        ASSERT_EQ(forward.length_within(begin, end), inside);
    }
}

}  // namespace
}  // namespace mooring::analytics
