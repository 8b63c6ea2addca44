#include "spool_contract.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include "mooring/storage/spool/sample_hits.hpp"

namespace mooring::storage {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SpoolContract);

namespace {

using analytics::RawHit;
using spool::sample_hit;

std::vector<RawHit> hits_in(HitSpool& spool, SpoolPosition from = {}) {
    std::vector<RawHit> hits;
    EXPECT_TRUE(spool.read(from, [&](const RawHit& hit) {
        hits.push_back(hit);
        return true;
    }));
    return hits;
}

std::vector<RawHit> samples(std::int64_t first, std::int64_t end) {
    std::vector<RawHit> hits;
    for (std::int64_t number = first; number < end; ++number) {
        hits.push_back(sample_hit(number));
    }
    return hits;
}

}  // namespace

void SpoolContract::reopen(std::size_t queue_limit) {
    spool_.reset();
    spool_ = place_->open(queue_limit);
}

TEST_P(SpoolContract, GivesBackWhatWasSettledInOrder) {
    EXPECT_TRUE(hits_in(spool()).empty());
    for (std::int64_t number = 0; number < 500; ++number) {
        ASSERT_TRUE(spool().append(sample_hit(number)));
    }
    ASSERT_TRUE(spool().settle());
    EXPECT_TRUE(hits_in(spool()) == samples(0, 500));
    EXPECT_EQ(spool().shed(), 0U);
}

TEST_P(SpoolContract, SettlesAtOnceWhenNothingWaits) {
    EXPECT_TRUE(spool().settle());
    ASSERT_TRUE(spool().append(sample_hit(0)));
    ASSERT_TRUE(spool().settle());
    EXPECT_TRUE(spool().settle());
}

TEST_P(SpoolContract, KeepsRecordsOverRestarts) {
    for (std::int64_t run = 0; run < 4; ++run) {
        for (std::int64_t number = 0; number < 10; ++number) {
            ASSERT_TRUE(spool().append(sample_hit(run * 10 + number)));
        }
        reopen();
        EXPECT_TRUE(hits_in(spool()) == samples(0, (run + 1) * 10)) << run;
    }
}

TEST_P(SpoolContract, GoesOnReadingWhereItStopped) {
    std::vector<RawHit> seen;
    SpoolPosition place;
    for (std::int64_t round = 0; round < 30; ++round) {
        ASSERT_TRUE(spool().append(sample_hit(2 * round)));
        ASSERT_TRUE(spool().append(sample_hit(2 * round + 1)));
        ASSERT_TRUE(spool().settle());
        if (round % 10 == 5) {
            reopen();
        }
        const auto next = spool().read(place, [&](const RawHit& hit) {
            seen.push_back(hit);
            return false;  // one at a time: half of them are read while the others arrive
        });
        ASSERT_TRUE(next);
        EXPECT_GT(*next, place);
        place = *next;
    }
    EXPECT_TRUE(seen == samples(0, 30));
    const auto rest = hits_in(spool(), place);
    EXPECT_TRUE(rest == samples(30, 60));
}

TEST_P(SpoolContract, StaysWhereItIsWhenThereIsNoMore) {
    ASSERT_TRUE(spool().append(sample_hit(0)));
    ASSERT_TRUE(spool().settle());
    const auto nothing = [](const RawHit&) { return true; };
    const SpoolPosition end = spool().read({}, nothing).value();
    EXPECT_EQ(spool().read(end, nothing).value(), end);
    reopen();
    EXPECT_EQ(spool().read(end, nothing).value(), end);
    ASSERT_TRUE(spool().append(sample_hit(1)));
    ASSERT_TRUE(spool().settle());
    EXPECT_TRUE(hits_in(spool(), end) == samples(1, 2));
}

TEST_P(SpoolContract, NeverTakesMoreThanTheQueueHolds) {
    reopen(8);
    std::int64_t taken = 0;
    std::uint64_t refused = 0;
    for (std::int64_t number = 0; number < 2000; ++number) {
        const bool was_taken = spool().append(sample_hit(taken));
        taken += was_taken ? 1 : 0;
        refused += was_taken ? 0 : 1;
    }
    ASSERT_TRUE(spool().settle());
    EXPECT_EQ(spool().shed(), refused);
    EXPECT_TRUE(hits_in(spool()) == samples(0, taken));
}

TEST_P(SpoolContract, SettlesForSeveralThreads) {
    std::vector<std::thread> threads;
    for (std::int64_t thread = 0; thread < 4; ++thread) {
        threads.emplace_back([this, thread] {
            for (std::int64_t round = 0; round < 20; ++round) {
                ASSERT_TRUE(spool().append(sample_hit(thread * 20 + round)));
                ASSERT_TRUE(spool().settle());
                const auto hits = hits_in(spool());
                EXPECT_NE(std::find(hits.begin(), hits.end(), sample_hit(thread * 20 + round)), hits.end());
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(hits_in(spool()).size(), 80U);
}

}  // namespace mooring::storage
