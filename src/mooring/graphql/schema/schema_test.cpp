#include "mooring/graphql/schema/schema.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "mooring/graphql/schema/print_schema.hpp"

namespace mooring::graphql {
namespace {

constexpr const char* small_sdl = R"("""
About
"""
schema {
  query: Root
}

directive @live(
  "How"
  how: How = FAST
) repeatable on QUERY | FIELD

enum How {
  "Quickly."
  FAST
  SLOW @deprecated(reason: "use FAST")
}

interface Node {
  id: ID!
}

type Root implements Node {
  id: ID!
  find(by: Filter = {limit: 3}, names: [String!] = ["a"]): [Node!]!
  any: Thing @deprecated
}

type Leaf implements Node {
  id: ID!
  size: Float
}

union Thing = Root | Leaf

input Filter {
  limit: Int = 10
  how: How = SLOW
  text: String!= "x"
}

scalar Date @specifiedBy(url: "https://date.example")
)";

std::string problem_of(std::string sdl) {
    const auto schema = Schema::from_sdl(std::move(sdl));
    return schema ? "fine" : schema.error().message;
}

TEST(Schema, LinksItsTypes) {
    const auto schema = Schema::from_sdl(small_sdl);
    ASSERT_TRUE(schema) << schema.error().message;
    const NamedType& node = *(*schema)->find_type("Node");
    const NamedType& leaf = *(*schema)->find_type("Leaf");
    EXPECT_EQ(node.possible_types.size(), 2U);
    EXPECT_TRUE((*schema)->is_member(node, leaf));
    EXPECT_TRUE((*schema)->can_overlap(node, *(*schema)->find_type("Thing")));
    EXPECT_EQ((*schema)->query()->name, "Root");
    EXPECT_EQ((*schema)->find_field(leaf, "__typename")->type->text, "String!");
    EXPECT_EQ((*schema)->find_field(leaf, "__schema"), nullptr);
    EXPECT_NE((*schema)->find_field(*(*schema)->query(), "__schema"), nullptr);
    const Field& find = *(*schema)->query()->find_field("find");
    EXPECT_EQ(find.arguments[0].default_value["limit"].as_integer(), 3);
    EXPECT_EQ(find.arguments[0].default_value["how"].text(), "SLOW");
}

TEST(Schema, PrintsItselfSoThatItCanBeReadAgain) {
    const auto schema = Schema::from_sdl(small_sdl);
    ASSERT_TRUE(schema) << schema.error().message;
    const std::string printed = print_schema(**schema);
    EXPECT_NE(printed.find("directive @live(\n  \"\"\"How\"\"\"\n  how: How = FAST\n) repeatable on QUERY | FIELD"),
              std::string::npos)
        << printed;
    EXPECT_NE(printed.find("  SLOW @deprecated(reason: \"use FAST\")"), std::string::npos) << printed;
    EXPECT_NE(
        printed.find("find(by: Filter = {limit: 3, how: SLOW, text: \"x\"}, names: [String!] = [\"a\"]): [Node!]!"),
        std::string::npos)
        << printed;
    const auto again = Schema::from_sdl(printed);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(print_schema(**again), printed);
}

TEST(Schema, AddsExtensions) {
    const auto schema = Schema::from_sdl(
        "type Query { a: E } enum E { A } extend enum E { B } extend type Query { b(c: I): Int } input I { x: Int }"
        "extend input I { y: Int } union U = Query extend schema { mutation: M } type M { n: Int }");
    ASSERT_TRUE(schema) << schema.error().message;
    EXPECT_NE((*schema)->query()->find_field("b"), nullptr);
    EXPECT_NE((*schema)->find_type("E")->find_value("B"), nullptr);
    EXPECT_NE((*schema)->find_type("I")->find_input_field("y"), nullptr);
    EXPECT_EQ((*schema)->mutation()->name, "M");
}

TEST(Schema, RefusesWhatTheSpecificationForbids) {
    struct {
        const char* sdl;
        const char* problem;
    } const cases[] = {
        {"type Query { a: Nope }", "Query.a: unknown type \"Nope\""},
        {"type A { a: Int }", "the schema has no query type"},
        {"type Query { a: Int } type Query { b: Int }", "there can be only one type named \"Query\""},
        {"type Query { a: Int a: Int }", "Query.a is there twice"},
        {"type Query", "Query must have at least one field"},
        {"type Query { a: I } input I { x: Int }", "Query.a must be of an output type, not I"},
        {"type Query { a(x: Query): Int }", "Query.a.x must be of an input type, not Query"},
        {"type Query { __a: Int }", "Query.__a must not begin with \"__\""},
        {"type Query { a: U } union U = E enum E { X }", "U can only hold object types, not E"},
        {"interface N { a: Int b: Int! } type Query implements N { a: Int }",
         "N.b expected but Query does not provide it"},
        {"interface N { a: Int! } type Query implements N { a: Int }", "N.a expects type Int! but Query has Int"},
        {"interface N { a(x: Int): Int } type Query implements N { a(y: Int!, x: Int): Int }",
         "Query.a has the required argument y, which N.a lacks"},
        {"interface A { a: Int } interface B implements A { a: Int } type Query implements B { a: Int }",
         "Query must implement A because B does"},
        {"type Query { a(x: I): Int } input I { i: I! }", "I cannot hold itself through fields that are not null"},
        {"type Query { a(x: Int = \"s\"): Int }", "Query.a.x: the default \"s\" is no Int"},
        {"type Query @nope { a: Int }", "unknown directive @nope"},
        {"type Query @skip(if: true) { a: Int }", "@skip may not be used on OBJECT"},
        {"type Query { a(x: Int! @deprecated): Int }", "Query.a.x is required and deprecated"},
        {"type Query { a: Int } extend type Nope { b: Int }", "cannot extend type \"Nope\" because it is not defined"},
        {"type Query { a: Int } { a }", "the document holds an operation or a fragment, which is no type definition"},
        {"type Query {", "Syntax Error: Expected Name, found <EOF>. (line 1, column 13)"},
    };
    for (const auto& one : cases) EXPECT_EQ(problem_of(one.sdl), one.problem) << one.sdl;
}

TEST(Schema, ReadsTheSchemaOfCreators) {
    const std::ifstream file{MOORING_SOURCE_DIR "/src/mooring/api/graphql/creators.graphql"};
    std::stringstream text;
    text << file.rdbuf();
    const auto schema = Schema::from_sdl(text.str());
    ASSERT_TRUE(schema) << schema.error().message;
    EXPECT_NE((*schema)->find_type("HostedShow"), nullptr);
}

}  // namespace
}  // namespace mooring::graphql
