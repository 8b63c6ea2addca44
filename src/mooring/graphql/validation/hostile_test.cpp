#include <gtest/gtest.h>

#include "mooring/graphql/language/parser.hpp"
#include "mooring/graphql/validation/validate.hpp"

namespace mooring::graphql {
namespace {

std::vector<RequestError> errors_of(const std::string& source) {
    static const auto schema = Schema::from_sdl("type Query { a(x: Int): Query b: Query n: Int }");
    const auto document = parse(source, {.tokens = 10'000, .nesting = 200});
    EXPECT_TRUE(document) << document.error().message;
    return validate(**schema, **document);
}

std::string repeated(const std::string& text, int times) {
    std::string whole;
    for (int turn = 0; turn < times; ++turn) whole += text;
    return whole;
}

bool is_refused_as_costly(const std::vector<RequestError>& errors) {
    return errors.size() == 1 && errors[0].refusal == Refusal::too_costly;
}

TEST(HostileDocument, MayRepeatAFieldAsOftenAsItLikes) {
    EXPECT_TRUE(errors_of("{" + repeated("n ", 9000) + "}").empty());
}

TEST(HostileDocument, MayNotMakeEveryPairOfSelectionsBeCompared) {
    EXPECT_TRUE(is_refused_as_costly(errors_of("{" + repeated("a{n}", 2400) + "}")));
}

TEST(HostileDocument, MayNotNestPairsInPairs) {
    std::string inside = "n";
    for (int level = 0; level < 12; ++level) inside = "a{" + inside + "} a{" + inside + "}";
    std::string source = "{" + inside + "}";
    if (const auto document = parse(source)) {
        EXPECT_TRUE(validate(**Schema::from_sdl("type Query { a: Query n: Int }"), **document).size() <= 1);
    }
}

TEST(HostileDocument, MaySpreadFragmentsThatSpreadFragments) {
    std::string source = "{...F0}";
    for (int number = 0; number < 300; ++number) {
        const std::string next = "...F" + std::to_string(number + 1);
        source += "fragment F" + std::to_string(number) + " on Query {a{" + next + "} b{" + next + "}}";
    }
    source += "fragment F300 on Query {n}";
    EXPECT_TRUE(errors_of(source).empty());
}

TEST(HostileDocument, MayChainFragmentsWithoutEnd) {
    std::string source = "{...F0 ...F1}";
    for (int number = 0; number < 1000; ++number) {
        source += "fragment F" + std::to_string(number) + " on Query{...F" + std::to_string((number + 1) % 1000) + "}";
    }
    const auto errors = errors_of(source);
    EXPECT_FALSE(errors.empty());
}

TEST(HostileDocument, MayIntrospectThroughABombOfFragments) {
    std::string source = "{__schema{...F0}}";
    for (int number = 0; number < 200; ++number) {
        const std::string next = "...F" + std::to_string(number + 1);
        source += "fragment F" + std::to_string(number) + " on __Schema{types{name} ... on __Schema{" + next +
                  "} ... on __Schema{" + next + "}}";
    }
    source += "fragment F200 on __Schema{types{name}}";
    EXPECT_TRUE(errors_of(source).empty());
}

TEST(HostileDocument, MayHaveManyErrorsFarBehind) {
    const std::string far = std::string(500'000, ' ');
    EXPECT_EQ(errors_of("{" + far + repeated("nope ", 3000) + "}").size(), 101U);
}

TEST(HostileDocument, MayUseEveryFragmentInEveryOperation) {
    std::string source;
    for (int number = 0; number < 500; ++number) source += "query Q" + std::to_string(number) + "($v:Int){...F0}";
    for (int number = 0; number < 150; ++number) {
        source +=
            "fragment F" + std::to_string(number) + " on Query{a(x:$v){n} ...F" + std::to_string(number + 1) + "}";
    }
    source += "fragment F150 on Query{n}";
    errors_of(source);  // ends, either way
}

}  // namespace
}  // namespace mooring::graphql
