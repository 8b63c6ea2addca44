#include "mooring/graphql/schema/suggestions.hpp"

#include <gtest/gtest.h>

namespace mooring::graphql {
namespace {

TEST(Suggestions, NamesTheNearestFirst) {
    EXPECT_EQ(suggestions("episode", {"episodes", "Episode", "show", "episod"}),
              (std::vector<std::string_view>{"Episode", "episod", "episodes"}));
    EXPECT_TRUE(suggestions("x", {"something"}).empty());
}

TEST(Suggestions, MeasureLongNamesAsShortOnes) {
    const std::string tail(70, 'x');
    const std::string swapped = "ab" + tail;
    const std::string far = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst";
    EXPECT_EQ(suggestions("ba" + tail, {swapped, far}), (std::vector<std::string_view>{swapped}));
    EXPECT_EQ(suggestions("ba", {"ab", "abcd", "xy"}), (std::vector<std::string_view>{"ab"}));
}

TEST(DidYouMean, JoinsAtMostFive) {
    EXPECT_EQ(did_you_mean({}), "");
    EXPECT_EQ(did_you_mean({"a"}), " Did you mean \"a\"?");
    EXPECT_EQ(did_you_mean({"a", "b"}, "the enum value"), " Did you mean the enum value \"a\" or \"b\"?");
    EXPECT_EQ(did_you_mean({"a", "b", "c", "d", "e", "f"}), " Did you mean \"a\", \"b\", \"c\", \"d\", or \"e\"?");
}

TEST(IsNaturallyLess, OrdersNumbersByValue) {
    EXPECT_TRUE(is_naturally_less("a2", "a10"));
    EXPECT_FALSE(is_naturally_less("a10", "a2"));
    EXPECT_TRUE(is_naturally_less("a", "b"));
    EXPECT_FALSE(is_naturally_less("a", "a"));
}

}  // namespace
}  // namespace mooring::graphql
