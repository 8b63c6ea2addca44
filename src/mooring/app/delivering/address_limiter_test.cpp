#include "mooring/app/delivering/address_limiter.hpp"

#include <gtest/gtest.h>

namespace mooring::app::delivering {
namespace {

using namespace std::chrono_literals;

const Instant start = from_unix_seconds(1'772'438'400);

TEST(AddressLimiter, LetsABurstThroughAndThenOneASecond) {
    AddressLimiter limiter{{3, 1}};
    const auto address = IpAddress::v4(198, 51, 100, 7);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.refuse(address, start), std::nullopt);
    EXPECT_EQ(limiter.refuse(address, start), 1);
    EXPECT_EQ(limiter.refuse(address, start + 1s), std::nullopt);
    EXPECT_EQ(limiter.refuse(address, start + 1s), 1);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.refuse(address, start + 1h), std::nullopt);
    EXPECT_EQ(limiter.refuse(address, start + 1h), 1);
}

TEST(AddressLimiter, CountsByPrefixAndSparesLoopback) {
    AddressLimiter limiter{{1, 0.1}};
    EXPECT_EQ(limiter.refuse(IpAddress::v4(198, 51, 100, 7), start), std::nullopt);
    EXPECT_EQ(limiter.refuse(IpAddress::v4(198, 51, 100, 200), start), 10);
    EXPECT_EQ(limiter.refuse(IpAddress::v4(198, 51, 101, 7), start), std::nullopt);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(limiter.refuse(IpAddress::v4(127, 0, 0, 1), start), std::nullopt);
}

TEST(AddressLimiter, ZeroMeansNoLimit) {
    AddressLimiter limiter{{0, 0}};
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(limiter.refuse(IpAddress::v4(198, 51, 100, 7), start), std::nullopt);
}

TEST(AddressLimiter, AClockThatStepsBackRefillsNothing) {
    AddressLimiter limiter{{1, 1}};
    const auto address = IpAddress::v4(198, 51, 100, 7);
    EXPECT_EQ(limiter.refuse(address, start), std::nullopt);
    EXPECT_EQ(limiter.refuse(address, start - 1h), 1);
}

}  // namespace
}  // namespace mooring::app::delivering
