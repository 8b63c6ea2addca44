#include "mooring/api/webapi/ids.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

const std::string one = "34IYCxWoZCZUesgtUuvLhS";
const std::string above_128_bits = "zzzzzzzzzzzzzzzzzzzzzz";

TEST(WebApiIds, AreTwentyTwoCharacters) {
    EXPECT_TRUE(is_id(one));
    EXPECT_TRUE(is_id(above_128_bits));
    for (const std::string& wrong :
         {std::string{}, one.substr(1), one + "a", one.substr(1) + "-", one.substr(2) + "é"}) {
        EXPECT_EQ(check_id(wrong).error().message, "Invalid base62 id") << wrong;
    }
    EXPECT_EQ(show_uri(one), "spotify:show:" + one);
    EXPECT_EQ(episode_uri(one), "spotify:episode:" + one);
}

TEST(WebApiIds, ComeInOrderWithRepeats) {
    EXPECT_EQ(*parse_ids(one + "," + above_128_bits + "," + one), (std::vector{one, above_128_bits, one}));
    EXPECT_EQ(*parse_ids(" " + one + " , " + one), (std::vector{one, one}));
}

TEST(WebApiIds, AreRefusedAsTheContractSays) {
    EXPECT_EQ(parse_ids("").error().message, "Missing required field: ids");
    EXPECT_EQ(parse_ids(" ").error().message, "Missing required field: ids");
    EXPECT_EQ(parse_ids(one + ",").error().message, "Invalid base62 id");
    std::string many = one;
    for (int n = 1; n < 50; ++n) many += "," + one;
    EXPECT_EQ(parse_ids(many)->size(), 50U);
    EXPECT_EQ(parse_ids(many + "," + one).error().message, "Too many ids requested");
}

TEST(WebApiIds, OfAWriteComeFromTheQueryBeforeTheBody) {
    const std::string array = R"([")" + above_128_bits + R"("])";
    EXPECT_EQ(*read_ids(one, array), std::vector{one});
    EXPECT_EQ(*read_ids({}, array), std::vector{above_128_bits});
    EXPECT_EQ(*read_ids({}, R"({"ids":)" + array + R"(,"more":1})"), std::vector{above_128_bits});
    EXPECT_EQ(read_ids("", array).error().message, "Missing required field: ids") << "the query wins, empty too";
    for (const std::string_view missing : {"", "{}", "[]", R"({"ids":"x"})", "null", "[", "[[[[[[[[[[]]]]]]]]]]"}) {
        EXPECT_EQ(read_ids({}, missing).error().message, "Missing required field: ids") << missing;
    }
    for (const std::string_view wrong : {"[1]", R"(["x"])", R"({"ids":[null]})"}) {
        EXPECT_EQ(read_ids({}, wrong).error().message, "Invalid base62 id") << wrong;
    }
    std::string many = "[\"" + one + "\"";
    for (int n = 1; n < 50; ++n) many += ",\"" + one + "\"";
    EXPECT_EQ(read_ids({}, many + "]")->size(), 50U);
    EXPECT_EQ(read_ids({}, many + ",\"" + one + "\"]").error().message, "Too many ids requested");
}

}  // namespace
}  // namespace mooring::api::webapi
