#include "mooring/analytics/hit_id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "mooring/base/encoding.hpp"

namespace mooring::analytics {
namespace {

TEST(HitIdSource, PutsTimeNodeBootAndCounterInOrder) {
    SeededRandom random{1};
    HitIdSource source{0xA1B2, random};
    const Instant at = from_unix_micros(1'772'438'400'123'999);  // 2026-03-02T08:00:00.123999Z
    const std::string first = to_hex(source.next(at));
    const std::string second = to_hex(source.next(at));
    EXPECT_EQ(first.substr(0, 12), "019cad8fac7b");  // 1772438400123
    EXPECT_EQ(first.substr(12, 4), "a1b2");
    EXPECT_EQ(first.substr(16, 8), second.substr(16, 8));
    EXPECT_EQ(first.substr(24), "00000000");
    EXPECT_EQ(second.substr(24), "00000001");
}

TEST(HitIdSource, SortsByTime) {
    SeededRandom random{1};
    HitIdSource source{1, random};
    const HitId later = source.next(from_unix_seconds(2'000'000'000));
    const HitId earlier = source.next(from_unix_seconds(1'000'000'000));
    EXPECT_LT(earlier, later);
}

TEST(HitIdSource, DiffersAfterARestartWithinTheSameMillisecond) {
    SystemRandom random;
    HitIdSource before{1, random};
    HitIdSource after{1, random};
    const Instant at = from_unix_seconds(1'772'438'400);
    EXPECT_NE(before.next(at), after.next(at));
}

TEST(HitIdSource, NeverGivesAnIdTwiceToSeveralThreads) {
    SystemRandom random;
    HitIdSource source{1, random};
    const Instant at = from_unix_seconds(1'772'438'400);
    std::vector<std::vector<HitId>> taken(4);
    std::vector<std::thread> threads;
    for (auto& ids : taken) {
        threads.emplace_back([&source, &ids, at] {
            for (int count = 0; count < 1000; ++count) {
                ids.push_back(source.next(at));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::set<HitId> distinct;
    for (const auto& ids : taken) {
        distinct.insert(ids.begin(), ids.end());
    }
    EXPECT_EQ(distinct.size(), 4000U);
}

}  // namespace
}  // namespace mooring::analytics
