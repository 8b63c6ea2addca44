#include "mooring/base/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <regex>

#include "mooring/base/encoding.hpp"

namespace mooring {
namespace {

TEST(SeededRandom, RepeatsItselfForTheSameSeed) {
    SeededRandom first{7};
    SeededRandom second{7};
    SeededRandom other{8};
    const std::string text = random_base62(first, 40);
    EXPECT_EQ(random_base62(second, 40), text);
    EXPECT_NE(random_base62(first, 40), text);
    EXPECT_NE(random_base62(other, 40), text);
}

TEST(RandomText, HasItsShape) {
    SystemRandom random;
    EXPECT_TRUE(std::regex_match(random_base62(random, 100), std::regex{"[0-9A-Za-z]{100}"}));
    EXPECT_EQ(random_base62(random, 0), "");
    EXPECT_TRUE(base62_to_128_bits(random_opaque_id(random)));
    EXPECT_TRUE(std::regex_match(random_uuid(random),
                                 std::regex{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"}));
}

TEST(RandomBelow, StaysBelowItsBoundAndReachesEveryNumber) {
    SeededRandom random{1};
    std::array<int, 6> seen{};
    for (int round = 0; round < 600; ++round) {
        ++seen.at(random_below(random, seen.size()));
    }
    for (const int count : seen) {
        EXPECT_GT(count, 50);
    }
    EXPECT_EQ(random_below(random, 1), 0U);
}

}  // namespace
}  // namespace mooring
