#include "mooring/api/publishing/rate_limiter.hpp"

#include <gtest/gtest.h>

namespace mooring::api::publishing {
namespace {

class Limits : public testing::Test {
protected:
    ManualClock clock{from_unix_seconds(1'741'600'800)};
    RateLimiter limiter{RateLimits{}, clock};
};

TEST_F(Limits, LetABurstThroughThenTheLongRunRate) {
    struct Case {
        Bucket bucket;
        int burst;
        std::chrono::milliseconds per_token;
    };
    for (const Case& c : {Case{Bucket::reads, 60, std::chrono::milliseconds{500}},
                          Case{Bucket::writes, 20, std::chrono::milliseconds{1000}},
                          Case{Bucket::uploads, 10, std::chrono::milliseconds{6000}}}) {
        for (int taken = 1; taken <= c.burst; ++taken) {
            const RateVerdict verdict = limiter.take(7, c.bucket);
            EXPECT_TRUE(verdict.is_allowed);
            EXPECT_EQ(verdict.remaining, c.burst - taken);
        }
        EXPECT_FALSE(limiter.take(7, c.bucket).is_allowed);
        EXPECT_TRUE(limiter.peek(8, c.bucket).is_allowed) << "another key";
        clock.advance(c.per_token - std::chrono::milliseconds{1});
        EXPECT_FALSE(limiter.take(7, c.bucket).is_allowed);
        clock.advance(std::chrono::milliseconds{1});
        EXPECT_TRUE(limiter.take(7, c.bucket).is_allowed);
        EXPECT_FALSE(limiter.take(7, c.bucket).is_allowed);
    }
}

TEST_F(Limits, TellWhenTheBucketIsFullAndWhenOneRequestPasses) {
    RateVerdict verdict = limiter.take(7, Bucket::uploads);
    EXPECT_EQ(verdict.limit, 10);
    EXPECT_EQ(verdict.remaining, 9);
    EXPECT_EQ(verdict.reset_unix, 1'741'600'806);
    EXPECT_EQ(verdict.retry_after, 0);
    for (int more = 0; more < 9; ++more) limiter.take(7, Bucket::uploads);
    clock.advance(std::chrono::milliseconds{500});
    verdict = limiter.take(7, Bucket::uploads);
    EXPECT_EQ(verdict.retry_after, 6);
    clock.advance(std::chrono::seconds{verdict.retry_after});
    EXPECT_TRUE(limiter.take(7, Bucket::uploads).is_allowed);
}

TEST_F(Limits, ChargeNothingForARefusal) {
    for (int request = 0; request < 20; ++request) limiter.take(7, Bucket::writes);
    for (int request = 0; request < 1000; ++request) EXPECT_FALSE(limiter.take(7, Bucket::writes).is_allowed);
    clock.advance(std::chrono::seconds{1});
    EXPECT_TRUE(limiter.take(7, Bucket::writes).is_allowed);
}

TEST_F(Limits, CountStrangersByAddressAndByPrefixOfIpv6) {
    const IpAddress guesser = IpAddress::v4(192, 0, 2, 1);
    for (int guess = 0; guess < 30; ++guess) {
        EXPECT_TRUE(limiter.check_address(guesser).is_allowed);
        limiter.count_stranger(guesser);
    }
    EXPECT_FALSE(limiter.check_address(guesser).is_allowed);
    EXPECT_GE(limiter.check_address(guesser).retry_after, 1);
    EXPECT_TRUE(limiter.check_address(IpAddress::v4(192, 0, 2, 2)).is_allowed);
    for (int guess = 0; guess < 30; ++guess) limiter.count_stranger(*IpAddress::parse("2001:db8:1:2::1"));
    EXPECT_FALSE(limiter.check_address(*IpAddress::parse("2001:db8:1:2:ffff::9")).is_allowed);
    EXPECT_TRUE(limiter.check_address(*IpAddress::parse("2001:db8:1:3::1")).is_allowed);
}

TEST_F(Limits, GiveUploadsTheirPlacesBack) {
    auto first = limiter.begin_upload(7);
    auto second = limiter.begin_upload(7);
    EXPECT_TRUE(first && second);
    EXPECT_EQ(limiter.begin_upload(7), nullptr);
    EXPECT_NE(limiter.begin_upload(8), nullptr);
    first.reset();
    EXPECT_NE(limiter.begin_upload(7), nullptr);
}

TEST_F(Limits, CanBeSwitchedOff) {
    RateLimiter off{{.is_enabled = false}, clock};
    for (int request = 0; request < 1000; ++request) {
        const RateVerdict verdict = off.take(7, Bucket::reads);
        ASSERT_TRUE(verdict.is_allowed);
        ASSERT_EQ(verdict.remaining, 60);
        off.count_stranger(IpAddress::v4(192, 0, 2, 1));
    }
    EXPECT_TRUE(off.check_address(IpAddress::v4(192, 0, 2, 1)).is_allowed);
    const std::vector places{off.begin_upload(1), off.begin_upload(1), off.begin_upload(1)};
    EXPECT_NE(places.back(), nullptr);
}

TEST_F(Limits, DoNotLockAnyoneOutWhenTheClockIsSetBack) {
    for (int request = 0; request < 60; ++request) limiter.take(7, Bucket::reads);
    clock.advance(-std::chrono::hours{24});
    EXPECT_FALSE(limiter.take(7, Bucket::reads).is_allowed);
    clock.advance(std::chrono::seconds{1});
    EXPECT_TRUE(limiter.take(7, Bucket::reads).is_allowed);
}

TEST(TokenBuckets, ForgetTheOnesLongestUnusedInBoundedMemory) {
    TokenBuckets<std::int64_t> buckets{{1, 1}, 64};
    const Instant now = from_unix_seconds(1000);
    EXPECT_TRUE(buckets.take(0, now).is_allowed);
    EXPECT_FALSE(buckets.take(0, now).is_allowed);
    for (std::int64_t other = 1; other < 10'000; ++other) buckets.take(other, now);
    EXPECT_TRUE(buckets.take(0, now).is_allowed);
}

}  // namespace
}  // namespace mooring::api::publishing
