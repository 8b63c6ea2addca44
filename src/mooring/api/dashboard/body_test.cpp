#include "mooring/api/dashboard/body.hpp"

#include <gtest/gtest.h>

#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::api::dashboard {
namespace {

Result<Body> parse(std::string text) {
    constexpr std::array<std::string_view, 3> known{"name", "count", "list"};
    return Body::parse(std::move(text), known);
}

TEST(DashboardBody, IsAnObjectOfKnownMembers) {
    EXPECT_TRUE(parse("{}"));
    EXPECT_TRUE(parse(R"({"name": "x", "count": 1, "list": []})"));
    for (const char* text : {"", "{", "[]", "7", "null", "{\"name\": \"\xff\"}", "{} {}", "{\"name\": \"\\ud800\"}"}) {
        const auto refused = parse(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().code, Errc::invalid_argument) << text;
    }
    EXPECT_EQ(parse(R"({"colour": 1})").error().field, "colour");
    std::string long_name;
    for (int count = 0; count < 500; ++count) long_name += "\xc3\xa9";
    const std::string told = parse("{\"" + long_name + "\": 1}").error().field;
    EXPECT_TRUE(is_valid_utf8(told));
    EXPECT_EQ(code_point_count(told), 80U);
    EXPECT_FALSE(parse(std::string(20, '[') + std::string(20, ']')));
}

TEST(DashboardBody, TellsTypesApart) {
    const auto body = *parse(R"({"name": "x", "count": 7, "list": ["a", "b"]})");
    EXPECT_EQ(*body.text("name"), "x");
    EXPECT_EQ(*body.integer("count"), 7);
    EXPECT_EQ(*body.texts("list"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(body.text("count").error().field, "count");
    EXPECT_EQ(body.integer("name").error().field, "name");
    EXPECT_EQ(body.flag("count").error().field, "count");
    EXPECT_EQ(body.texts("name").error().field, "name");
    EXPECT_EQ(body.required_text("other").error().field, "other");
    EXPECT_EQ(body.password("other").error().field, "other");
    EXPECT_EQ(body.password("name")->text(), "x");
}

TEST(DashboardBody, TakesNullForAbsentAndNoNumberThatDoesNotFit) {
    const auto body = *parse(R"({"name": null, "count": 18446744073709551615})");
    EXPECT_EQ(*body.text("name"), std::nullopt);
    EXPECT_FALSE(body.integer("count"));
    EXPECT_FALSE(parse(R"({"count": 1.5})")->integer("count"));
    EXPECT_EQ(*parse(R"({"count": 1, "count": 2})")->integer("count"), 2) << "the last of two";
    EXPECT_FALSE(parse(R"({"list": ["a", 1]})")->texts("list"));
    std::string many = R"({"list": [)";
    for (int count = 0; count < 101; ++count) many += count == 0 ? R"("a")" : R"(,"a")";
    EXPECT_FALSE(parse(many + "]}")->texts("list"));
}

}  // namespace
}  // namespace mooring::api::dashboard
