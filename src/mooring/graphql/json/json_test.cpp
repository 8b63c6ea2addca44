#include <gtest/gtest.h>

#include <limits>

#include "mooring/graphql/json/read_json.hpp"
#include "mooring/graphql/json/write_json.hpp"

namespace mooring::graphql {
namespace {

std::string again(std::string_view json) {
    Arena arena;
    const auto value = read_json(json, arena);
    if (!value) return "refused";
    std::string out;
    append_value(out, *value);
    return out;
}

TEST(ReadJson, ReadsWhatItIsGiven) {
    EXPECT_EQ(again(R"( {"a" : [1, -2.5, true, false, null, "x\n\u00e9\ud83d\ude00"], "b": {}} )"),
              "{\"a\":[1,-2.5,true,false,null,\"x\\n\xC3\xA9\xF0\x9F\x98\x80\"],\"b\":{}}");
    EXPECT_EQ(again("9223372036854775807"), "9223372036854775807");
    EXPECT_EQ(again("9223372036854775808"), "9223372036854776000");
    EXPECT_EQ(again("1.0"), "1");
    EXPECT_EQ(again("1e999"), "null");
}

TEST(ReadJson, TakesTheLastOfMembersWithOneName) {
    EXPECT_EQ(again(R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})");
    std::string many = "{\"k0\":0";
    for (int number = 1; number < 40; ++number) many += ",\"k" + std::to_string(number) + "\":1";
    EXPECT_EQ(again(many + ",\"k3\":7}").find("\"k3\":7"), 22U);
}

TEST(ReadJson, RefusesWhatIsNoJson) {
    for (const char* const text : {"", "{", "[1,]", "{\"a\"}", "01", "1.", "-", "nul", "\"a", "\"\x01\"", "\"\\x\"",
                                   "\"\\u12\"", "\"\xFF\"", "[1] 2", "{a:1}", "'a'", "1e", "\"\xED\xA0\x80\""}) {
        EXPECT_EQ(again(text), "refused") << text;
    }
    EXPECT_EQ(again(std::string(100'000, '[')), "refused");
}

TEST(ReadJson, KeepsLoneSurrogatesForOthersToRefuse) {
    Arena arena;
    EXPECT_EQ(read_json(R"("\ud800")", arena)->text(), "\xED\xA0\x80");
}

TEST(AppendString, EscapesSurrogatesThatStandAlone) {
    const auto text = [](std::string_view value) {
        std::string out;
        append_string(out, value);
        return out;
    };
    EXPECT_EQ(text("a\xED\xA0\x80z"), "\"a\\ud800z\"");
    EXPECT_EQ(text("\xED\xBF\xBF"), "\"\\udfff\"");
    EXPECT_EQ(text("\xED\x9F\xBF"), "\"\xED\x9F\xBF\"");
    EXPECT_EQ(again("\"\\ud83d x\""), "\"\\ud83d x\"");
}

TEST(AppendNumber, WritesAsJavaScriptDoes) {
    const auto text = [](double value) {
        std::string out;
        append_number(out, value);
        return out;
    };
    EXPECT_EQ(text(0.5), "0.5");
    EXPECT_EQ(text(-1.25), "-1.25");
    EXPECT_EQ(text(100), "100");
    EXPECT_EQ(text(1e21), "1e+21");
    EXPECT_EQ(text(1e20), "100000000000000000000");
    EXPECT_EQ(text(1e-7), "1e-7");
    EXPECT_EQ(text(0.000001), "0.000001");
    EXPECT_EQ(text(1.5e300), "1.5e+300");
    EXPECT_EQ(text(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "null");
}

TEST(Inspect, ShowsValuesAsGraphqlJsDoes) {
    const auto shown = [](std::string_view json) {
        Arena arena;
        return inspect(*read_json(json, arena));
    };
    EXPECT_EQ(shown(R"({"a":1,"b":["x",null],"c":{}})"), R"({ a: 1, b: ["x", null], c: {} })");
    EXPECT_EQ(shown("[1,2,3,4,5,6,7,8,9,10,11]"), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... 1 more item]");
    EXPECT_EQ(shown(R"({"a":{"b":{"c":{"d":1},"e":[1]}}})"), "{ a: { b: [Object] } }");
}

}  // namespace
}  // namespace mooring::graphql
