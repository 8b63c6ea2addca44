#include "mooring/api/webapi/markets.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

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
    EXPECT_TRUE(is_available(norway, {{"NO", "SE"}}));
    EXPECT_FALSE(is_available(norway, {{"SE"}}));
    EXPECT_TRUE(is_available(norway, {}, {{"NO"}}));
    EXPECT_FALSE(is_available(norway, {{"NO"}}, {{"SE"}}));
    EXPECT_FALSE(is_available(norway, {{"SE"}}, {{"NO"}}));
}

TEST(Markets, OfAShowAreWrittenOutSorted) {
    EXPECT_EQ(available_markets({{"SE", "DE"}}), (std::vector<std::string_view>{"DE", "SE"}));
    EXPECT_TRUE(available_markets(std::set<std::string, std::less<>>{}).empty()) << "available nowhere";
    EXPECT_EQ(available_markets({}), domain::all_markets());
}

}  // namespace
}  // namespace mooring::api::webapi
