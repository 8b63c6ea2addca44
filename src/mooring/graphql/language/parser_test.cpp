#include "mooring/graphql/language/parser.hpp"

#include <gtest/gtest.h>

#include "mooring/graphql/language/printer.hpp"

namespace mooring::graphql {
namespace {

TEST(Parse, BuildsOperationsAndFragments) {
    const auto document = parse(
        "query Q($a: [Int!]! = [1] @d, $b: T) @live { alias: field(x: {k: $a}) @skip(if: true) { ...F ... on T { z } } "
        "}\n"
        "fragment F on T { y }");
    ASSERT_TRUE(document) << document.error().message;
    ASSERT_EQ((*document)->definitions.size(), 2U);
    const ast::Definition& query = (*document)->definitions[0];
    EXPECT_EQ(query.name.text, "Q");
    ASSERT_EQ(query.variables.size(), 2U);
    EXPECT_EQ(print(*query.variables[0].type), "[Int!]!");
    EXPECT_EQ(print(*query.variables[0].default_value), "[1]");
    const ast::Selection& field = query.selection_set->selections[0];
    EXPECT_EQ(field.response_key(), "alias");
    EXPECT_EQ(field.name.text, "field");
    EXPECT_EQ(print(field.arguments[0].value), "{k: $a}");
    ASSERT_EQ(field.selection_set->selections.size(), 2U);
    EXPECT_EQ(field.selection_set->selections[0].kind, ast::SelectionKind::fragment_spread);
    EXPECT_EQ(field.selection_set->selections[1].type_condition->name.text, "T");
    EXPECT_EQ((*document)->definitions[1].type_condition->name.text, "T");
}

TEST(Parse, ReadsTheTypeSystem) {
    const auto document = parse(R"(
        "about" schema @a { query: Q mutation: M }
        extend schema @b
        scalar S @specifiedBy(url: "u")
        """T""" type T implements & A & B @d { "f" f("x" x: Int = 1 @e, y: [S]): T! @deprecated }
        interface I implements A { a: Int }
        union U = | A | B
        extend union U = C
        enum E { A "b" B @deprecated }
        input N { a: Int! = 3 }
        directive @d(a: Int) repeatable on FIELD | OBJECT
        extend type T { g: Int })");
    ASSERT_TRUE(document) << document.error().message;
    const auto& definitions = (*document)->definitions;
    ASSERT_EQ(definitions.size(), 11U);
    EXPECT_EQ(definitions[3].interfaces.size(), 2U);
    EXPECT_EQ(definitions[3].description->text, "T");
    EXPECT_EQ(definitions[3].fields[0].arguments[0].description->text, "x");
    EXPECT_EQ(definitions[5].members.size(), 2U);
    EXPECT_TRUE(definitions[6].is_extension);
    EXPECT_EQ(definitions[7].values[1].name.text, "B");
    EXPECT_TRUE(definitions[9].is_repeatable);
}

TEST(Parse, ReportsTheFirstErrorWhereGraphqlJsDoes) {
    struct {
        const char* source;
        const char* message;
        Location location;
    } const cases[] = {
        {"", "Syntax Error: Unexpected <EOF>.", {1, 1}},
        {"{", "Syntax Error: Expected Name, found <EOF>.", {1, 2}},
        {"{}", "Syntax Error: Expected Name, found \"}\".", {1, 2}},
        {"\n{ ...MissingOn }\nfragment MissingOn Type", "Syntax Error: Expected \"on\", found Name \"Type\".", {3, 20}},
        {"{ field: {} }", "Syntax Error: Expected Name, found \"{\".", {1, 10}},
        {"notAnOperation Foo { field }", "Syntax Error: Unexpected Name \"notAnOperation\".", {1, 1}},
        {"...", "Syntax Error: Unexpected \"...\".", {1, 1}},
        {"{ \"\"", "Syntax Error: Expected Name, found String \"\".", {1, 3}},
        {"query Foo($x: Complex = { a: { b: [ $var ] } }) { field }",
         "Syntax Error: Unexpected variable \"$var\" in constant value.",
         {1, 37}},
        {"fragment on on on { on }", "Syntax Error: Unexpected Name \"on\".", {1, 10}},
        {"{ ...on }", "Syntax Error: Expected Name, found \"}\".", {1, 9}},
        {"{ a(b: ) }", "Syntax Error: Unexpected \")\".", {1, 8}},
        {"{ a(b: c d) }", "Syntax Error: Expected \":\", found \")\".", {1, 11}},
        {"{ a ( ) }", "Syntax Error: Expected Name, found \")\".", {1, 7}},
        {"\"note\" { a }",
         "Syntax Error: Unexpected description, descriptions are not supported on shorthand queries.",
         {1, 1}},
        {"\"note\" extend type T { a: Int }",
         "Syntax Error: Unexpected description, only GraphQL definitions support descriptions.",
         {1, 1}},
        {"extend type T", "Syntax Error: Unexpected <EOF>.", {1, 14}},
        {"enum E { true }", "Syntax Error: Name \"true\" is reserved and cannot be used for an enum value.", {1, 10}},
        {"directive @a on FIELDS", "Syntax Error: Unexpected Name \"FIELDS\".", {1, 17}},
        {"{ a \"\\z\" }", "Syntax Error: Invalid character escape sequence: \"\\z\".", {1, 6}},
        {"type T { a: [Int }", "Syntax Error: Expected \"]\", found \"}\".", {1, 18}},
    };
    for (const auto& one : cases) {
        const auto document = parse(one.source);
        ASSERT_FALSE(document) << one.source;
        EXPECT_EQ(document.error().message, one.message) << one.source;
        ASSERT_EQ(document.error().locations.size(), 1U);
        EXPECT_EQ(document.error().locations[0], one.location)
            << one.source << " at " << document.error().locations[0].line << ':'
            << document.error().locations[0].column;
    }
}

TEST(Parse, StopsAtTheLimitOfTokens) {
    const auto document = parse("{ a b c }", {.tokens = 4});
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().refusal, Refusal::too_many_tokens);
    EXPECT_EQ(document.error().locations[0], (Location{1, 9}));
    EXPECT_TRUE(parse("{ a b c }", {.tokens = 5}));
}

TEST(Parse, StopsAtTheLimitOfNesting) {
    std::string deep;
    for (int level = 0; level < 5000; ++level) deep += "{a";
    const auto document = parse(deep);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().refusal, Refusal::too_deep);
    const auto list = parse("{a(b:" + std::string(5000, '[') + ")}");
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().refusal, Refusal::too_deep);
    const auto type = parse("query($a:" + std::string(5000, '[') + "){a}");
    ASSERT_FALSE(type);
    EXPECT_EQ(type.error().refusal, Refusal::too_deep);
}

}  // namespace
}  // namespace mooring::graphql
