#include "mooring/api/webapi/bearer.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

std::variant<std::string_view, Refusal> read(const std::vector<std::string>& values) {
    static http::Headers headers;  // the answer points into it
    headers = {};
    for (const std::string& value : values) headers.add("authorization", value);
    return bearer_of(headers);
}

TEST(Bearer, IsWhatFollowsTheScheme) {
    for (const std::string_view text : {"Bearer BQ-x_1", "bearer BQ-x_1", "  BEARER   BQ-x_1 "}) {
        const auto found = read({std::string{text}});
        ASSERT_TRUE(std::holds_alternative<std::string_view>(found)) << text;
        EXPECT_EQ(std::get<std::string_view>(found), "BQ-x_1");
    }
}

TEST(Bearer, SaysWhyThereIsNone) {
    const auto why = [](const std::vector<std::string>& values) { return std::get<Refusal>(read(values)); };
    EXPECT_EQ(why({}), Refusal::no_token);
    EXPECT_EQ(why({""}), Refusal::no_token);
    EXPECT_EQ(why({"Basic YTpi"}), Refusal::wrong_scheme);
    EXPECT_EQ(why({"Bearerx"}), Refusal::wrong_scheme);
    EXPECT_EQ(why({"Bearer"}), Refusal::invalid_token);
    EXPECT_EQ(why({"Bearer a", "Bearer b"}), Refusal::invalid_token);
}

}  // namespace
}  // namespace mooring::api::webapi
