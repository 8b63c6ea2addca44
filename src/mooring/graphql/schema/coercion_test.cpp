#include <gtest/gtest.h>

#include "mooring/graphql/json/read_json.hpp"
#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/language/parser.hpp"
#include "mooring/graphql/schema/coerce_input.hpp"
#include "mooring/graphql/schema/coerce_literal.hpp"

namespace mooring::graphql {
namespace {

class Coercion : public testing::Test {
protected:
    Coercion() {
        ScalarReaders readers;
        readers["Even"] = [](const Value& input, Arena&) -> Result<Value> {
            if (input.is_integer() && input.as_integer() % 2 == 0) return input;
            return invalid("", "not even");
        };
        auto schema = Schema::from_sdl(
            "type Query { a: Int } scalar Even scalar Any enum E { RED GREEN }"
            "input I { n: Int! = 5, list: [[E]], even: Even, any: Any, need: String!, id: ID }",
            readers);
        EXPECT_TRUE(schema) << schema.error().message;
        schema_ = *schema;
    }

    std::string literal(const std::string& type, const std::string& text, const std::string& variables = "{}") {
        const auto document = parse("query($x:" + type + ") { a(x: " + text + ") }");
        const Type& wanted = *schema_->type_of(*(*document)->definitions[0].variables[0].type, arena_);
        const ast::Value& value = (*document)->definitions[0].selection_set->selections[0].arguments[0].value;
        std::string out = "refused";
        const Value coerced = coerce_literal(*schema_, value, wanted, *read_json(variables, arena_), arena_);
        if (!coerced.is_absent()) append_value(out = "", coerced);
        return out;
    }

    std::string input(const std::string& type, const std::string& json) {
        const auto document = parse("query($x:" + type + ") { a }");
        const Type& wanted = *schema_->type_of(*(*document)->definitions[0].variables[0].type, arena_);
        const auto value = read_json(json, arena_);
        std::string complaints;
        const Value coerced = coerce_input(*schema_, *value, wanted, arena_,
                                           [&](const std::string& path, const Value& part, const std::string& message) {
                                               complaints += path + "|" + inspect(part) + "|" + message + "\n";
                                               return Complaints::more;
                                           });
        if (!complaints.empty()) return complaints;
        std::string out;
        append_value(out, coerced);
        return out;
    }

    std::shared_ptr<const Schema> schema_;
    Arena arena_;
};

TEST_F(Coercion, ReadsLiterals) {
    EXPECT_EQ(literal("Int", "3"), "3");
    EXPECT_EQ(literal("Int", "3.0"), "refused");
    EXPECT_EQ(literal("Int", "2147483648"), "refused");
    EXPECT_EQ(literal("Float", "3"), "3");
    EXPECT_EQ(literal("String", "3"), "refused");
    EXPECT_EQ(literal("ID", "3"), "\"3\"");
    EXPECT_EQ(literal("E", "RED"), "\"RED\"");
    EXPECT_EQ(literal("E", "\"RED\""), "refused");
    EXPECT_EQ(literal("E!", "null"), "refused");
    EXPECT_EQ(literal("[E]", "RED"), "[\"RED\"]");
    EXPECT_EQ(literal("[E!]", "[RED, null]"), "refused");
    EXPECT_EQ(literal("Even", "4"), "4");
    EXPECT_EQ(literal("Even", "5"), "refused");
    EXPECT_EQ(literal("Any", "{a: [$v, X]}", R"({"v":1})"), R"({"a":[1,"X"]})");
    EXPECT_EQ(literal("I", "{need: \"x\"}"), R"({"n":5,"need":"x"})");
    EXPECT_EQ(literal("I", "{need: $v}"), "refused");
    EXPECT_EQ(literal("I", "{need: \"x\", n: $v}"), R"({"n":5,"need":"x"})");
    EXPECT_EQ(literal("[Int]", "[1, $v]"), "[1,null]");
    EXPECT_EQ(literal("[Int!]", "[1, $v]"), "refused");
}

TEST_F(Coercion, ReadsVariables) {
    EXPECT_EQ(input("Int", "3.0"), "3");
    EXPECT_EQ(input("[[Int]]", "7"), "[[7]]");
    EXPECT_EQ(input("I", R"({"need":"x","list":[["RED"],"GREEN"]})"),
              R"({"n":5,"list":[["RED"],["GREEN"]],"need":"x"})");
}

TEST_F(Coercion, ComplainsOfVariablesAsGraphqlJsDoes) {
    EXPECT_EQ(input("Int", "1.5"), "|1.5|Int cannot represent non-integer value: 1.5\n");
    EXPECT_EQ(input("Int", "3000000000"),
              "|3000000000|Int cannot represent non 32-bit signed integer value: 3000000000\n");
    EXPECT_EQ(input("String", "1"), "|1|String cannot represent a non string value: 1\n");
    EXPECT_EQ(input("ID", "true"), "|true|ID cannot represent value: true\n");
    EXPECT_EQ(input("E", "\"RAD\""),
              "|\"RAD\"|Value \"RAD\" does not exist in \"E\" enum. Did you mean the enum value \"RED\"?\n");
    EXPECT_EQ(input("E", "1"), "|1|Enum \"E\" cannot represent non-string value: 1.\n");
    EXPECT_EQ(input("Even", "1"), "|1|Expected type \"Even\". not even\n");
    EXPECT_EQ(input("I", "1"), "|1|Expected type \"I\" to be an object.\n");
    EXPECT_EQ(input("[I!]", R"([{"need":"x","list":[[3]]}, null])"),
              "[0].list[0][0]|3|Enum \"E\" cannot represent non-string value: 3.\n"
              "[1]|null|Expected non-nullable type \"I!\" not to be null.\n");
    EXPECT_EQ(input("I", R"({"ned":"x"})"),
              "|{ ned: \"x\" }|Field \"need\" of required type \"String!\" was not provided.\n"
              "|{ ned: \"x\" }|Field \"ned\" is not defined by type \"I\". Did you mean \"need\", \"id\", or \"n\"?\n");
    EXPECT_EQ(input("String", R"("\ud800")").substr(0, 1), "|");
}

}  // namespace
}  // namespace mooring::graphql
