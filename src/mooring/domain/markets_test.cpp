#include "mooring/domain/markets.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mooring::domain {
namespace {

TEST(Markets, AreAllAssignedCodesAndKosovo) {
    EXPECT_EQ(all_markets().size(), 250U);
    EXPECT_TRUE(std::ranges::is_sorted(all_markets()));
    EXPECT_EQ(std::ranges::adjacent_find(all_markets()), all_markets().end());
    for (const std::string_view code : {"SE", "US", "XK", "AD", "ZW", "SS"}) EXPECT_TRUE(is_market(code)) << code;
    for (const std::string_view code : {"", "S", "se", "AN", "UK", "EU", "ZZ", "SEE"})
        EXPECT_FALSE(is_market(code)) << code;
}

TEST(Markets, HoldAllCountriesWhenUnsetAndNoneWhenEmpty) {
    const Markets nowhere{std::in_place};
    EXPECT_TRUE(is_available({}, "SE"));
    EXPECT_FALSE(is_available({}, "")) << "no country";
    EXPECT_FALSE(is_available(nowhere, "SE"));
    EXPECT_TRUE(is_available({{"NO", "SE"}}, "SE"));
    EXPECT_FALSE(is_available({{"NO"}}, "SE"));
}

TEST(Markets, AreReadFromText) {
    // value(): two optionals of different depths compare in unexpected ways.
    EXPECT_EQ(parse_markets("all").value(), Markets{});
    EXPECT_EQ(parse_markets("none").value(), Markets{std::in_place});
    EXPECT_EQ(parse_markets("se, NO").value(), (Markets{{"NO", "SE"}}));
    for (const std::string_view wrong : {"", "SE,", "ZZ", "SE NO", "Sweden"})
        EXPECT_FALSE(parse_markets(wrong)) << wrong;
}

}  // namespace
}  // namespace mooring::domain
