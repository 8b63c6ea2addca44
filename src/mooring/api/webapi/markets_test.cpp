#include "mooring/api/webapi/markets.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mooring::api::webapi {
namespace {

TEST(Markets, AreAllAssignedCodesAndKosovo) {
    EXPECT_EQ(all_markets().size(), 250U);
    EXPECT_TRUE(std::ranges::is_sorted(all_markets()));
    EXPECT_EQ(std::ranges::adjacent_find(all_markets()), all_markets().end());
    for (const std::string_view code : {"SE", "US", "XK", "AD", "ZW", "SS"}) EXPECT_TRUE(is_market(code)) << code;
    for (const std::string_view code : {"", "S", "se", "AN", "UK", "EU", "ZZ", "SEE"})
        EXPECT_FALSE(is_market(code)) << code;
}

TEST(Markets, ComeFromTheAccountBeforeTheParameter) {
    EXPECT_EQ(choose_market({"GB", "NO", "US"})->country, "NO");
    EXPECT_FALSE(choose_market({"GB", "NO", "US"})->is_asked);
    EXPECT_EQ(choose_market({"nonsense", "NO", ""})->country, "NO") << "ignored, even if invalid";
    EXPECT_EQ(choose_market({"from_token", "NO", ""})->country, "NO");
}

TEST(Markets, ComeFromTheParameterInEitherCase) {
    const Market market = *choose_market({"gb", "", "US"});
    EXPECT_EQ(market.country, "GB");
    EXPECT_TRUE(market.is_asked);
    for (const std::string_view wrong : {"GBR", "ZZ", "G", "g1"}) {
        EXPECT_EQ(choose_market({wrong, "", ""}).error().message, "Invalid market code") << wrong;
    }
}

TEST(Markets, MayBeNone) {
    for (const std::optional<std::string_view> absent : {std::optional<std::string_view>{}, {""}, {"from_token"}}) {
        EXPECT_EQ(choose_market({absent, "", ""})->country, "");
        EXPECT_EQ(choose_market({absent, "", "US"})->country, "US");
        EXPECT_FALSE(choose_market({absent, "", "US"})->is_asked);
    }
    EXPECT_FALSE(is_available({}, {}));
}

TEST(Markets, OfAnEpisodeLieInThoseOfItsShow) {
    const Market norway{"NO"};
    EXPECT_TRUE(is_available(norway, {}));
    EXPECT_TRUE(is_available(norway, {"NO", "SE"}));
    EXPECT_FALSE(is_available(norway, {"SE"}));
    EXPECT_TRUE(is_available(norway, {}, {"NO"}));
    EXPECT_FALSE(is_available(norway, {"NO"}, {"SE"}));
    EXPECT_FALSE(is_available(norway, {"SE"}, {"NO"}));
}

TEST(Markets, OfAShowAreWrittenOutSorted) {
    EXPECT_EQ(available_markets({"SE", "DE"}), (std::vector<std::string_view>{"DE", "SE"}));
    EXPECT_EQ(available_markets({}), all_markets());
}

}  // namespace
}  // namespace mooring::api::webapi
