#include <gtest/gtest.h>

#include "mooring/graphql/engine.hpp"

namespace mooring::graphql {
namespace {

struct Node {};

std::unique_ptr<Engine> make_engine(EngineOptions options = {}) {
    auto schema = Schema::from_sdl("type Query { a(x: Int): Query list(n: Int!): [Query] n: Int text: String }");
    Resolvers resolvers;
    resolvers.add("Query.a", [](FieldCall& call) {
        for (std::size_t index = 0; index < call.size(); ++index) call.set(index, Cell::object(call.keep(Node{})));
    });
    resolvers.add("Query.list", [](FieldCall& call) {
        const Cell one = Cell::object(call.keep(Node{}));
        const std::vector<Cell> cells(static_cast<std::size_t>(call.argument("n").as_integer()), one);
        for (std::size_t index = 0; index < call.size(); ++index) call.set(index, call.list_of(cells));
    });
    resolvers.add("Query.n", [](FieldCall& call) {
        for (std::size_t index = 0; index < call.size(); ++index) call.set(index, Cell::integer(1));
    });
    resolvers.add("Query.text", [](FieldCall& call) {
        const Cell text = call.copy_text(std::string(1000, 'x'));
        for (std::size_t index = 0; index < call.size(); ++index) call.set(index, text);
    });
    auto engine = Engine::make(*schema, std::move(resolvers), std::move(options));
    EXPECT_TRUE(engine) << engine.error().message;
    return std::move(*engine);
}

std::string nested(int levels) {
    std::string text = "n";
    for (int level = 1; level < levels; ++level) text = "a{" + text + "}";
    return "{" + text + "}";
}

TEST(Limits, HoldForTokens) {
    EngineOptions options;
    options.parse.tokens = 3;
    const auto engine = make_engine(options);
    EXPECT_FALSE(engine->execute({.query = "{n}"}).is_refused());
    EXPECT_EQ(engine->execute({.query = "{n n}"}).refusal, Refusal::too_many_tokens);
}

TEST(Limits, HoldForDepthAfterFragmentsAreSpread) {
    const auto engine = make_engine();
    EXPECT_FALSE(engine->execute({.query = nested(40)}).is_refused());
    EXPECT_EQ(engine->execute({.query = nested(41)}).refusal, Refusal::too_deep);
    std::string spread = "{...F0}";
    for (int number = 0; number < 41; ++number) {
        spread += "fragment F" + std::to_string(number) + " on Query{a{...F" + std::to_string(number + 1) + "}}";
    }
    EXPECT_EQ(engine->execute({.query = spread + "fragment F41 on Query{n}"}).refusal, Refusal::too_deep);
}

TEST(Limits, HoldForAliases) {
    EngineOptions options;
    options.document.aliases = 2;
    const auto engine = make_engine(options);
    EXPECT_FALSE(engine->execute({.query = "{x:n y:n}"}).is_refused());
    EXPECT_EQ(engine->execute({.query = "{x:n y:n z:n}"}).refusal, Refusal::too_many_aliases);
}

TEST(Limits, HoldForBombsOfFragments) {
    std::string bomb = "{...F0}";
    for (int number = 0; number < 30; ++number) {
        const std::string next = "...F" + std::to_string(number + 1);
        bomb += "fragment F" + std::to_string(number) + " on Query{x:a{" + next + "}y:a{" + next + "}}";
    }
    const auto engine = make_engine();
    const Response response = engine->execute({.query = bomb + "fragment F30 on Query{n}"});
    EXPECT_TRUE(response.refusal == Refusal::too_many_aliases || response.refusal == Refusal::too_costly);
}

TEST(Limits, HoldForCost) {
    EngineOptions options;
    options.plan.cost = 100;
    const auto engine = make_engine(options);
    EXPECT_FALSE(engine->execute({.query = "{list(n:1){n}}"}).is_refused());
    EXPECT_EQ(engine->execute({.query = "{list(n:1){list(n:1){list(n:1){n}}}}"}).refusal, Refusal::too_costly);
}

TEST(Limits, HoldForTime) {
    const auto engine = make_engine();
    const Response response =
        engine->execute({.query = "{n}", .deadline = std::chrono::steady_clock::now() - std::chrono::seconds{1}});
    EXPECT_EQ(response.json, R"({"data":{"n":null},"errors":[{"message":"The time for this request is over.",)"
                             R"("locations":[{"line":1,"column":2}],"path":["n"]}]})");
}

TEST(Limits, HoldForTheAnswer) {
    EngineOptions options;
    options.execution.answer_bytes = 10'000;
    options.execution.cells = 200;
    const auto engine = make_engine(options);
    EXPECT_EQ(engine->execute({.query = "{list(n:50){text}}"}).json,
              R"({"data":null,"errors":[{"message":"The answer is larger than this server gives."}]})");
    EXPECT_NE(engine->execute({.query = "{list(n:500){n}}"}).json.find("holds more than this server gives"),
              std::string::npos);
}

TEST(DocumentCache, ForgetsTheOldestFirst) {
    EngineOptions options;
    options.cache_bytes = 64 * 1024;
    const auto engine = make_engine(options);
    for (int number = 0; number < 100; ++number) {
        engine->execute({.query = "{x" + std::to_string(number) + ":n}"});
        EXPECT_LE(engine->cache().size_bytes(), options.cache_bytes);
    }
    const std::size_t before = engine->cache().size_bytes();
    engine->execute({.query = "{a{a{a{n}}}}"});
    EXPECT_NE(engine->cache().size_bytes(), before);
    DocumentCache cache{256 * 1024};
    const auto first = *engine->prepare(std::string("{n}"));
    cache.put(first);
    EXPECT_EQ(cache.find("{n}"), first);
    for (int number = 0; number < 100; ++number) {
        cache.put(*engine->prepare("{x" + std::to_string(number) + ":n}"));
        const bool is_asked_for = number < 50;
        EXPECT_TRUE(!is_asked_for || cache.find("{n}") == first);
    }
    EXPECT_EQ(cache.find("{x0:n}"), nullptr);
    EXPECT_NE(cache.find("{x99:n}"), nullptr);
}

}  // namespace
}  // namespace mooring::graphql
