#include "mooring/base/rolling_limiter.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mooring {
namespace {

using namespace std::chrono_literals;

class RollingLimits : public testing::Test {
protected:
    ManualClock clock{from_unix_seconds(1'741'600'000)};
    const std::string app = "one", other = "two";
};

TEST_F(RollingLimits, RefuseTheThreeHundredAndFirstInThirtySeconds) {
    RollingLimiter<std::string> limiter({}, clock);
    for (int n = 0; n < 300; ++n) {
        ASSERT_FALSE(limiter.take(app)) << n;
        clock.advance(99ms);
    }
    EXPECT_EQ(limiter.take(app), 1s) << "the first leaves 300 ms from now";
    EXPECT_FALSE(limiter.take(other)) << "another app is unaffected";
    clock.advance(300ms);
    EXPECT_FALSE(limiter.take(app));
    EXPECT_TRUE(limiter.take(app));
}

TEST_F(RollingLimits, SayHonestlyWhenOnePasses) {
    RollingLimiter<std::string> limiter({.times = 2}, clock);
    EXPECT_FALSE(limiter.take(app));
    clock.advance(10s + 1us);
    EXPECT_FALSE(limiter.take(app));
    const auto wait = limiter.take(app);
    ASSERT_EQ(wait, 20s);
    clock.advance(5s);
    EXPECT_EQ(limiter.take(app), 15s) << "refusals do not count";
    clock.advance(15s);
    EXPECT_FALSE(limiter.take(app));
    EXPECT_EQ(limiter.take(app), 10s + 0s) << "a burst is not refilled before it leaves the window";
}

TEST_F(RollingLimits, CanBeOff) {
    RollingLimiter<std::string> limiter({.is_enabled = false, .times = 1}, clock);
    for (int n = 0; n < 10; ++n) EXPECT_FALSE(limiter.take(app));
}

TEST_F(RollingLimits, SurviveAClockSetBack) {
    RollingLimiter<std::string> limiter({.times = 1}, clock);
    EXPECT_FALSE(limiter.take(app));
    clock.advance(-24h);
    EXPECT_EQ(limiter.take(app), 30s);
    clock.advance(30s);
    EXPECT_FALSE(limiter.take(app));
}

TEST_F(RollingLimits, ForgetWhatCameLongestAgo) {
    RollingLimiter<std::string> limiter({.times = 1, .tracked = 2}, clock);
    EXPECT_FALSE(limiter.take(app));
    clock.advance(1s);
    EXPECT_FALSE(limiter.take(other));
    clock.advance(1s);
    EXPECT_FALSE(limiter.take("three"));
    EXPECT_TRUE(limiter.take(other));
    EXPECT_FALSE(limiter.take(app));
}

}  // namespace
}  // namespace mooring
