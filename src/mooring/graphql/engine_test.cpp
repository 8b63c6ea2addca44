#include "mooring/graphql/engine.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "mooring/graphql/json/read_json.hpp"

namespace mooring::graphql {
namespace {

constexpr const char* sdl = R"(
    type Query {
        show(id: ID!): Show
        shows(count: Int = 2): [Show!]
        strict: Strict
        any(kind: Kind): Thing
        echo(text: String!, list: [Int], box: Box): String
        needs(flag: Boolean! = true): String
        matrix: [[Int]]
        id: ID
        big: Long
    }
    type Mutation { add(n: Int!): Int fail: Int! stop: Int! }
    type Show { title: String! episodes(first: Int = 3): [Episode!]! note: String }
    type Episode { number: Int! plays: Int title: String failing: String! }
    type Strict { inner: Inner! other: String }
    type Inner { value: Int! }
    enum Kind { SHOW EPISODE WRONG NONE }
    union Thing = Show | Episode
    input Box { a: Int = 1, b: String }
    scalar Long
)";

struct Episode {
    int number;
    std::string title;
};
struct Show {
    std::string title;
    std::vector<Episode> episodes;
};
struct Strict {};
struct Calls {
    int plays = 0;
    int sum = 0;
    std::vector<Show> shows;
};

Resolvers make_resolvers() {
    Resolvers resolvers;
    resolvers.add("Query.show", [](FieldCall& call) {
        if (call.argument("id").text() != "1") return call.fail_all({Errc::not_found, "no such show", ""});
        call.set(0, Cell::object(call.context<Calls>().shows[0]));
    });
    resolvers.add("Query.shows", [](FieldCall& call) {
        std::vector<Cell> cells;
        const auto& shows = call.context<Calls>().shows;
        for (const Show& show : shows) cells.push_back(Cell::object(show));
        cells.resize(
            std::min<std::size_t>(cells.size(), static_cast<std::size_t>(call.argument("count").as_integer())));
        call.set(0, call.list_of(cells));
    });
    resolvers.add("Query.strict", [](FieldCall& call) { call.set(0, Cell::object(call.keep(Strict{}))); });
    resolvers.add("Query.any", [](FieldCall& call) {
        const std::string_view kind = call.argument("kind").text();
        const Show& show = call.context<Calls>().shows[0];
        if (kind == "SHOW") return call.set(0, Cell::object(show, *call.schema().find_type("Show")));
        if (kind == "EPISODE") return call.set(0, Cell::object(show.episodes[0], *call.schema().find_type("Episode")));
        if (kind == "WRONG") return call.set(0, Cell::object(show, *call.schema().find_type("Inner")));
        call.set(0, Cell::object(show));
    });
    resolvers.add("Query.echo", [](FieldCall& call) {
        std::string text{call.argument("text").text()};
        for (const Value& one : call.argument("list").items()) text += "," + std::to_string(one.as_integer());
        if (call.argument("box").is_object()) text += "|" + std::to_string(call.argument("box")["a"].as_integer());
        call.set(0, call.copy_text(text));
    });
    resolvers.add("Query.needs", [](FieldCall& call) { call.set(0, Cell::text("ok")); });
    resolvers.add("Query.matrix", [](FieldCall& call) {
        call.set(0, call.list_of({call.list_of({Cell::integer(1), Cell::null()}), Cell::null(), call.list_of({})}));
    });
    resolvers.add("Query.id", [](FieldCall& call) { call.set(0, Cell::integer(7)); });
    resolvers.add("Query.big", [](FieldCall& call) { call.set(0, Cell::integer(9007199254740993)); });
    resolvers.add("Mutation.add", [](FieldCall& call) {
        call.context<Calls>().sum += static_cast<int>(call.argument("n").as_integer());
        call.set(0, Cell::integer(call.context<Calls>().sum));
    });
    resolvers.add("Mutation.fail", [](FieldCall&) {});
    resolvers.add("Mutation.stop", [](FieldCall& call) { call.fail_all({Errc::conflict, "stop", ""}); });
    resolvers.property<Show>("Show.title", &Show::title);
    resolvers.batch<Show>("Show.episodes", [](FieldCall& call, Parents<Show> shows) {
        for (std::size_t index = 0; index < shows.size(); ++index) {
            call.set(index, call.objects(shows[index].episodes));
        }
    });
    resolvers.property<Show>("Show.note", [](const Show&) { return std::optional<std::string>{}; });
    resolvers.property<Episode>("Episode.number", &Episode::number);
    resolvers.property<Episode>("Episode.title", [](const Episode& one) { return one.title + "!"; });
    resolvers.batch<Episode>("Episode.plays", [](FieldCall& call, Parents<Episode> episodes) {
        ++call.context<Calls>().plays;
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            if (episodes[index].number == 2) {
                call.fail(index, {Errc::unavailable, "plays are away", ""});
            } else {
                call.set(index, Cell::integer(episodes[index].number * 100));
            }
        }
    });
    resolvers.batch<Episode>("Episode.failing", [](FieldCall& call, Parents<Episode> episodes) {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            if (episodes[index].number != 3) call.set(index, Cell::text("fine"));
        }
    });
    resolvers.add("Strict.inner", [](FieldCall& call) { call.set(0, Cell::object(call.keep(Episode{1, ""}))); });
    resolvers.add("Strict.other", [](FieldCall& call) { call.set(0, Cell::text("x")); });
    resolvers.add("Inner.value", [](FieldCall& call) { call.fail_all({Errc::internal, "broken", ""}); });
    return resolvers;
}

class EngineTest : public testing::Test {
protected:
    EngineTest() {
        auto schema = Schema::from_sdl(sdl);
        EXPECT_TRUE(schema) << schema.error().message;
        EngineOptions options;
        options.write_extensions = [](const Error& error, std::string& out) {
            if (error.code != Errc::internal) out += "\"code\":\"" + std::string(to_string(error.code)) + "\"";
        };
        auto engine = Engine::make(*schema, make_resolvers(), options);
        EXPECT_TRUE(engine) << engine.error().message;
        engine_ = std::move(*engine);
        for (int show = 1; show <= 2; ++show) {
            Show& made = calls_.shows.emplace_back(Show{"Show " + std::to_string(show), {}});
            for (int number = 1; number <= 3; ++number) made.episodes.push_back({number, "Episode"});
        }
    }

    std::string run(std::string_view query, std::string_view variables = "{}", std::string_view operation = {}) {
        Arena arena;
        const auto values = read_json(variables, arena);
        return engine_->execute({.query = query, .operation_name = operation, .variables = *values, .context = &calls_})
            .json;
    }

    Calls calls_;
    std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, AnswersInTheOrderOfTheSelections) {
    EXPECT_EQ(run("{ b: show(id: 1) { note __typename t: title } a: id big }"),
              R"({"data":{"b":{"note":null,"__typename":"Show","t":"Show 1"},"a":"7","big":9007199254740993}})");
}

TEST_F(EngineTest, AsksOnceForAllItemsOfAllLists) {
    EXPECT_EQ(
        run("{ shows { episodes { n: number plays } } }"),
        R"({"data":{"shows":[{"episodes":[{"n":1,"plays":100},{"n":2,"plays":null},{"n":3,"plays":300}]},)"
        R"({"episodes":[{"n":1,"plays":100},{"n":2,"plays":null},{"n":3,"plays":300}]}]},"errors":[)"
        R"({"message":"plays are away","locations":[{"line":1,"column":32}],"path":["shows",0,"episodes",1,"plays"],)"
        R"("extensions":{"code":"unavailable"}},)"
        R"({"message":"plays are away","locations":[{"line":1,"column":32}],"path":["shows",1,"episodes",1,"plays"],)"
        R"("extensions":{"code":"unavailable"}}]})");
    EXPECT_EQ(calls_.plays, 1);
}

TEST_F(EngineTest, SpreadsNullUpToWhatMayBeNull) {
    EXPECT_EQ(run("{ shows(count: 1) { title episodes { failing } } id }"),
              R"({"data":{"shows":null,"id":"7"},"errors":[{"message":"Cannot return null for non-nullable field )"
              R"(Episode.failing.","locations":[{"line":1,"column":38}],"path":["shows",0,"episodes",2,"failing"]}]})");
    EXPECT_EQ(run("{ strict { other inner { value } } }"),
              R"({"data":{"strict":null},"errors":[{"message":"broken","locations":[{"line":1,"column":26}],)"
              R"("path":["strict","inner","value"]}]})");
}

TEST_F(EngineTest, MergesFieldsAndFragments) {
    EXPECT_EQ(
        run("{ show(id: 1) { title } ...F show(id: 1) { episodes { number } } }"
            "fragment F on Query { show(id: 1) { t: title ... on Show { title } } }"),
        R"({"data":{"show":{"title":"Show 1","t":"Show 1","episodes":[{"number":1},{"number":2},{"number":3}]}}})");
}

TEST_F(EngineTest, DecidesConditionsByVariables) {
    const char* const query =
        "query($on: Boolean!) { id @include(if: $on) big @skip(if: $on) ... @include(if: $on) { x: id } }";
    EXPECT_EQ(run(query, R"({"on":true})"), R"({"data":{"id":"7","x":"7"}})");
    EXPECT_EQ(run(query, R"({"on":false})"), R"({"data":{"big":9007199254740993}})");
    EXPECT_EQ(run("query($on: Boolean = true) { id @include(if: $on) }", R"({"on":null})"),
              R"({"data":null,"errors":[{"message":"Argument \"if\" of non-null type \"Boolean!\" must not be null.",)"
              R"("locations":[{"line":1,"column":46}]}]})");
}

TEST_F(EngineTest, ResolvesAbstractTypes) {
    const std::string query =
        "query($k: Kind) { any(kind: $k) { __typename ... on Show { title } ... on Episode { number } } }";
    EXPECT_EQ(run(query, R"({"k":"SHOW"})"), R"({"data":{"any":{"__typename":"Show","title":"Show 1"}}})");
    EXPECT_EQ(run(query, R"({"k":"EPISODE"})"), R"({"data":{"any":{"__typename":"Episode","number":1}}})");
    EXPECT_EQ(run(query, R"({"k":"WRONG"})"),
              R"({"data":{"any":null},"errors":[{"message":"Runtime Object type \"Inner\" is not a possible type for )"
              R"(\"Thing\".","locations":[{"line":1,"column":19}],"path":["any"]}]})");
    EXPECT_NE(run(query, R"({"k":"NONE"})").find("must resolve to an Object type"), std::string::npos);
}

TEST_F(EngineTest, CoercesArguments) {
    EXPECT_EQ(run("query($t: String!, $l: [Int], $b: Box) { echo(text: $t, list: $l, box: $b) }",
                  R"({"t":"x","l":4,"b":{},"extra":1})"),
              R"({"data":{"echo":"x,4|1"}})");
    EXPECT_EQ(run("query($n: Int) { echo(text: \"a\", list: [1, $n, 3]) }", R"({"n":2})"),
              R"({"data":{"echo":"a,1,2,3"}})");
    EXPECT_EQ(run("query($flag: Boolean) { needs(flag: $flag) }"), R"({"data":{"needs":"ok"}})");
    EXPECT_EQ(
        run("query($flag: Boolean) { needs(flag: $flag) }", R"({"flag":null})"),
        R"({"data":{"needs":null},"errors":[{"message":"Argument \"flag\" of non-null type \"Boolean!\" must not be )"
        R"(null.","locations":[{"line":1,"column":37}],"path":["needs"]}]})");
}

TEST_F(EngineTest, RefusesVariablesThatDoNotFit) {
    EXPECT_EQ(
        run("query($t: String!) { echo(text: $t) }", R"({"t":1})"),
        R"({"errors":[{"message":"Variable \"$t\" got invalid value 1; String cannot represent a non string value: )"
        R"(1","locations":[{"line":1,"column":7}]}]})");
    EXPECT_EQ(run("query($t: String!) { echo(text: $t) }"),
              R"({"errors":[{"message":"Variable \"$t\" of required type \"String!\" was not provided.",)"
              R"("locations":[{"line":1,"column":7}]}]})");
}

TEST_F(EngineTest, RunsMutationsOneAfterTheOther) {
    EXPECT_EQ(run("mutation { a: add(n: 1) b: add(n: 2) }"), R"({"data":{"a":1,"b":3}})");
    EXPECT_EQ(run("mutation { a: add(n: 1) stop b: add(n: 2) }"),
              R"({"data":null,"errors":[{"message":"stop","locations":[{"line":1,"column":25}],"path":["stop"],)"
              R"("extensions":{"code":"conflict"}}]})");
    EXPECT_EQ(calls_.sum, 4);
}

TEST_F(EngineTest, ChoosesTheOperation) {
    EXPECT_EQ(run("query A { id } query B { big }", "{}", "A"), R"({"data":{"id":"7"}})");
    EXPECT_EQ(run("query A { id } query B { big }"),
              R"({"errors":[{"message":"Must provide operation name if query contains multiple operations."}]})");
    EXPECT_EQ(run("query A { id }", "{}", "C"), R"({"errors":[{"message":"Unknown operation named \"C\"."}]})");
    EXPECT_EQ(run("subscription { a }"), R"({"errors":[{"message":"Subscriptions are not offered."}]})");
}

TEST_F(EngineTest, RefusesMutationsWhereTheyAreNotAllowed) {
    const Request mutation{.query = "mutation { add(n: 1) }", .mutations = Mutations::refused, .context = &calls_};
    EXPECT_EQ(engine_->execute(mutation).refusal, Refusal::read_only);
    const Request query{.query = "{ id }", .mutations = Mutations::refused, .context = &calls_};
    EXPECT_FALSE(engine_->execute(query).is_refused());
    EXPECT_EQ(calls_.sum, 0);
}

TEST_F(EngineTest, AnswersFromSeveralThreads) {
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&, number] {
            for (int turn = 0; turn < 200; ++turn) {
                Arena arena;
                const bool is_on = (turn + number) % 2 == 0;
                const auto variables = read_json(is_on ? R"({"on":true})" : R"({"on":false})", arena);
                const std::string query =
                    "query($on: Boolean!) { id @skip(if: $on) x" + std::to_string(turn % 5) + ": echo(text: \"y\") }";
                const std::string json = engine_->execute({.query = query, .variables = *variables}).json;
                if ((json.find("\"id\"") == std::string::npos) != is_on) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

TEST_F(EngineTest, WritesListsOfLists) {
    EXPECT_EQ(run("{ matrix }"), R"({"data":{"matrix":[[1,null],null,[]]}})");
}

TEST_F(EngineTest, NoticesObjectsOfAnotherType) {
    auto schema = Schema::from_sdl("type Query { show: Show } type Show { title: String }");
    Resolvers resolvers;
    resolvers.add("Query.show", [](FieldCall& call) { call.set(0, Cell::object(call.keep(Episode{1, ""}))); });
    resolvers.property<Show>("Show.title", &Show::title);
    auto engine = Engine::make(*schema, std::move(resolvers), {});
    ASSERT_TRUE(engine);
    EXPECT_NE((*engine)->execute({.query = "{ show { title } }"}).json.find("is not what it should be"),
              std::string::npos);
}

TEST_F(EngineTest, NamesMissingAndSurplusResolvers) {
    auto schema = Schema::from_sdl("type Query { a: Int b: Int }");
    Resolvers resolvers;
    resolvers.add("Query.a", [](FieldCall&) {});
    resolvers.add("Query.c", [](FieldCall&) {});
    const auto engine = Engine::make(*schema, std::move(resolvers), {});
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.error().message,
              "there is a resolver for Query.c, which is no field\nthere is no resolver for Query.b");
}

TEST_F(EngineTest, IntrospectsItsTypes) {
    EXPECT_EQ(
        run(R"({ __type(name: "Box") { kind name inputFields { name defaultValue type { name } } fields { name } } })"),
        R"({"data":{"__type":{"kind":"INPUT_OBJECT","name":"Box","inputFields":[{"name":"a","defaultValue":"1",)"
        R"("type":{"name":"Int"}},{"name":"b","defaultValue":null,"type":{"name":"String"}}],"fields":null}}})");
    EXPECT_EQ(run("{ __schema { queryType { name } mutationType { name } subscriptionType { name } } }"),
              R"({"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"},)"
              R"("subscriptionType":null}}})");
    EXPECT_EQ(run(R"({ __type(name: "Thing") { possibleTypes { name } ofType { name } } })"),
              R"({"data":{"__type":{"possibleTypes":[{"name":"Show"},{"name":"Episode"}],"ofType":null}}})");
    EXPECT_EQ(run(R"({ __type(name: "Nope") { name } })"), R"({"data":{"__type":null}})");
}

}  // namespace
}  // namespace mooring::graphql
