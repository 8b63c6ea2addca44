#include "mooring/graphql/validation/validate.hpp"

#include <gtest/gtest.h>

#include "mooring/graphql/language/parser.hpp"

namespace mooring::graphql {
namespace {

constexpr const char* sdl = R"(
    interface Being { name: String }
    interface Pet implements Being { name: String }
    type Dog implements Being & Pet { name: String, barks: Boolean, volume: Int, knows(command: Command!): Boolean, owner: Human }
    type Cat implements Being & Pet { name: String, meows: Boolean, volume: Int!, lives: Int }
    type Human implements Being { name: String, pets: [Pet], relatives: [Human]! }
    union CatOrDog = Cat | Dog
    enum Command { SIT HEEL }
    input Complex { required: Boolean!, other: Boolean! = true, int: Int, list: [String!], nested: Complex }
    type Query {
        human(id: ID, limit: Int! = 5): Human
        dog: Dog
        pet: Pet
        catOrDog: CatOrDog
        args(complex: Complex, ints: [Int], enum: Command, float: Float): String
    }
    type Subscription { a: Int b: Int }
    directive @onField(x: Int!) on FIELD
    directive @many repeatable on FIELD
)";

const Schema& schema() {
    static const auto one = Schema::from_sdl(sdl);
    EXPECT_TRUE(one) << one.error().message;
    return **one;
}

/// The errors of a document, one a line: `line:column[,line:column] message`.
std::string errors_of(const std::string& source) {
    const auto document = parse(source);
    if (!document) return document.error().message;
    std::string text;
    for (const RequestError& error : validate(schema(), **document)) {
        if (!text.empty()) text += '\n';
        for (const Location& location : error.locations) {
            if (!text.empty() && text.back() != '\n') text += ',';
            text += std::to_string(location.line) + ":" + std::to_string(location.column);
        }
        text += " " + error.message;
    }
    return text;
}

struct Case {
    const char* source;
    const char* errors;
};

class Validation : public testing::TestWithParam<Case> {};

TEST_P(Validation, FindsWhatGraphqlJsFinds) {
    EXPECT_EQ(errors_of(GetParam().source), GetParam().errors) << GetParam().source;
}

INSTANTIATE_TEST_SUITE_P(
    Valid, Validation,
    testing::Values(
        Case{"{ dog { name ...F } pet { ... on Dog { barks } ... on Being { name } } } fragment F on Dog { volume }",
             ""},
        Case{"query Q($id: ID = 4, $c: Complex) { human(id: $id) { name } args(complex: $c) }", ""},
        Case{"{ catOrDog { __typename ... on Cat { v: lives } ... on Dog { v: volume } } }", ""},
        Case{"query ($limit: Int) { human(limit: $limit) { name @many @many } __schema { types { name } } }", ""},
        Case{"{ args(complex: {required: true, list: \"one\"}, ints: 3, enum: SIT, float: 3) }", ""},
        Case{"{ a: dog { name } a: dog { barks } }", ""}));

INSTANTIATE_TEST_SUITE_P(
    Operations, Validation,
    testing::Values(Case{"type A { b: Int } { dog { name } }", "1:1 The \"A\" definition is not executable."},
                    Case{"query A { dog { name } } query A { dog { name } }",
                         "1:7,1:32 There can be only one operation named \"A\"."},
                    Case{"{ dog { name } } query A { dog { name } }",
                         "1:1 This anonymous operation must be the only defined operation."},
                    Case{"subscription { a b }", "1:18 Anonymous Subscription must select only one top level field."},
                    Case{"subscription S { __typename }",
                         "1:18 Subscription \"S\" must not select an introspection top level field."}));

INSTANTIATE_TEST_SUITE_P(
    Types, Validation,
    testing::Values(Case{"query ($a: Compl) { args }",
                         "1:12 Unknown type \"Compl\". Did you mean \"Complex\"?\n1:8 Variable \"$a\" is never used."},
                    Case{"{ dog { ... on Command { x } } }",
                         "1:16 Fragment cannot condition on non composite type \"Command\"."},
                    Case{"query ($a: Dog) { args(ints: $a) }",
                         "1:12 Variable \"$a\" cannot be non-input type \"Dog\".\n"
                         "1:8,1:30 Variable \"$a\" of type \"Dog\" used in position expecting type \"[Int]\"."}));

INSTANTIATE_TEST_SUITE_P(
    Fields, Validation,
    testing::Values(
        Case{"{ dog }",
             "1:3 Field \"dog\" of type \"Dog\" must have a selection of subfields. Did you mean \"dog { ... }\"?"},
        Case{"{ dog { name { x } } }",
             "1:14 Field \"name\" must not have a selection since type \"String\" has no subfields."},
        Case{"{ dog { nam } }", "1:9 Cannot query field \"nam\" on type \"Dog\". Did you mean \"name\"?"},
        Case{"{ pet { barks } }",
             "1:9 Cannot query field \"barks\" on type \"Pet\". Did you mean to use an inline fragment on \"Dog\"?"},
        Case{"{ catOrDog { name } }",
             "1:14 Cannot query field \"name\" on type \"CatOrDog\". Did you mean to use an inline fragment on "
             "\"Being\", "
             "\"Pet\", \"Cat\", or \"Dog\"?"},
        Case{"{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
             "1:3 Maximum introspection depth exceeded"}));

INSTANTIATE_TEST_SUITE_P(
    Fragments, Validation,
    testing::Values(
        Case{"{ ...F } fragment F on Query { dog { name } } fragment F on Query { pet { name } }",
             "1:19,1:56 There can be only one fragment named \"F\"."},
        Case{"{ ...Nope }", "1:6 Unknown fragment \"Nope\"."},
        Case{"{ dog { name } } fragment F on Dog { name }", "1:18 Fragment \"F\" is never used."},
        Case{"{ dog { ... on Cat { name } } }",
             "1:9 Fragment cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\"."},
        Case{"{ dog { ...C } } fragment C on Cat { name }",
             "1:9 Fragment \"C\" cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\"."},
        Case{"{ dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { ...A }",
             "1:38,1:65 Cannot spread fragment \"A\" within itself via \"B\"."},
        Case{"{ human { ...A } } fragment A on Human { relatives { ...A } }",
             "1:54 Cannot spread fragment \"A\" within itself."}));

INSTANTIATE_TEST_SUITE_P(
    Variables, Validation,
    testing::Values(
        Case{"query ($a: ID, $a: ID) { human(id: $a) { name } }",
             "1:9,1:17 There can be only one variable named \"$a\"."},
        Case{"query Q { human(id: $a) { name } }", "1:21,1:1 Variable \"$a\" is not defined by operation \"Q\"."},
        Case{"query Q($a: ID) { dog { name } }", "1:9 Variable \"$a\" is never used in operation \"Q\"."},
        Case{"query ($a: Int) { args(enum: $a) }",
             "1:8,1:30 Variable \"$a\" of type \"Int\" used in position expecting type \"Command\"."},
        Case{"query ($a: Boolean) { args(complex: {required: $a}) }",
             "1:8,1:48 Variable \"$a\" of type \"Boolean\" used in position expecting type \"Boolean!\"."}));

INSTANTIATE_TEST_SUITE_P(
    DirectivesAndArguments, Validation,
    testing::Values(
        Case{"{ dog @nope { name } }", "1:7 Unknown directive \"@nope\"."},
        Case{"query @skip(if: true) { dog { name } }", "1:7 Directive \"@skip\" may not be used on QUERY."},
        Case{"{ dog @skip(if: true) @skip(if: true) { name } }",
             "1:7,1:23 The directive \"@skip\" can only be used once at this location."},
        Case{"{ dog { name @onField(y: 1) } }",
             "1:23 Unknown argument \"y\" on directive \"@onField\". Did you mean \"x\"?\n"
             "1:14 Directive \"@onField\" argument \"x\" of type \"Int!\" is required, but it was not provided."},
        Case{"{ dog { knows(comand: SIT) } }",
             "1:15 Unknown argument \"comand\" on field \"Dog.knows\". Did you mean \"command\"?\n"
             "1:9 Field \"knows\" argument \"command\" of type \"Command!\" is required, but it was not provided."},
        Case{"{ human(id: 1, id: 2) { name } }", "1:9,1:16 There can be only one argument named \"id\"."}));

INSTANTIATE_TEST_SUITE_P(
    Values, Validation,
    testing::Values(
        Case{"{ args(ints: [1, \"2\"]) }", "1:18 Int cannot represent non-integer value: \"2\""},
        Case{"{ args(enum: \"SIT\") }",
             "1:14 Enum \"Command\" cannot represent non-enum value: \"SIT\". Did you mean the enum value \"SIT\"?"},
        Case{"{ args(enum: SOT) }",
             "1:14 Value \"SOT\" does not exist in \"Command\" enum. Did you mean the enum value \"SIT\"?"},
        Case{"{ args(complex: 3) }", "1:17 Expected value of type \"Complex\", found 3."},
        Case{"{ args(complex: {int: 3}) }",
             "1:17 Field \"Complex.required\" of required type \"Boolean!\" was not provided."},
        Case{"{ args(complex: {required: null, itn: 3}) }",
             "1:28 Expected value of type \"Boolean!\", found null.\n"
             "1:34 Field \"itn\" is not defined by type \"Complex\". Did you mean \"int\"?"},
        Case{"{ args(complex: {required: true, required: true}) }",
             "1:18,1:34 There can be only one input field named \"required\"."},
        Case{"query ($a: Command = {x: 1}) { args(enum: $a) }",
             "1:22 Enum \"Command\" cannot represent non-enum value: {x: 1}."}));

INSTANTIATE_TEST_SUITE_P(
    Merging, Validation,
    testing::Values(
        Case{"{ dog { a: name a: barks } }",
             "1:9,1:17 Fields \"a\" conflict because \"name\" and \"barks\" are different fields. Use different "
             "aliases on "
             "the fields to fetch both if this was intentional."},
        Case{"{ dog { knows(command: SIT) knows(command: HEEL) } }",
             "1:9,1:29 Fields \"knows\" conflict because they have differing arguments. Use different aliases on the "
             "fields to fetch both if this was intentional."},
        Case{
            "{ pet { ... on Dog { v: volume } ... on Cat { v: volume } } }",
            "1:22,1:47 Fields \"v\" conflict because they return conflicting types \"Int\" and \"Int!\". Use different "
            "aliases on the fields to fetch both if this was intentional."},
        Case{"{ dog { x: name } ...F } fragment F on Query { dog { x: barks } }",
             "1:3,1:9,1:48,1:54 Fields \"dog\" conflict because subfields \"x\" conflict because \"name\" and "
             "\"barks\" are "
             "different fields. Use different aliases on the fields to fetch both if this was intentional."}));

TEST(Validate, StopsAfterAHundredErrors) {
    std::string source = "{";
    for (int number = 0; number < 150; ++number) source += " a" + std::to_string(number);
    const auto document = parse(source + " }");
    const auto errors = validate(schema(), **document);
    ASSERT_EQ(errors.size(), 101U);
    EXPECT_EQ(errors.back().message, "Too many validation errors, error limit reached. Validation aborted.");
    EXPECT_TRUE(errors.back().locations.empty());
}

}  // namespace
}  // namespace mooring::graphql
