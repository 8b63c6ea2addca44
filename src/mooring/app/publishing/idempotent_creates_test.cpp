#include "mooring/app/publishing/idempotent_creates.hpp"

#include <atomic>
#include <future>
#include <thread>

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::publishing {
namespace {

using test::must;

class Idempotency : public test::CatalogTest {
protected:
    static KeyedRequest request(std::string key, char meaning = 'a') {
        return {{1}, "create_episode", std::move(key), std::string(32, meaning)};
    }
    /// Makes an episode and answers with its id.
    std::function<Result<RememberedAnswer>(CatalogTransaction&)> create() {
        return [this](CatalogTransaction& tx) -> Result<RememberedAnswer> {
            MOORING_TRY(const EpisodeInShow made, create_episode(tx, random, clock.now(), draft_of("One")));
            return RememberedAnswer{201, "Location: here\n", std::to_string(made.episode.id.value)};
        };
    }
    std::int64_t episodes() {
        return must(catalog->read([&](CatalogSnapshot& view) { return view.episodes().count_all(show); }));
    }
};

TEST_F(Idempotency, AnswersASecondRequestWithTheFirstAnswer) {
    IdempotentCreates creates{*catalog, clock};
    const KeyedOutcome first = must(creates.run(request("k"), create()));
    const KeyedOutcome second = must(creates.run(request("k"), create()));
    EXPECT_FALSE(first.is_replay);
    EXPECT_TRUE(second.is_replay);
    EXPECT_EQ(second.answer.body, first.answer.body);
    EXPECT_EQ(second.answer.headers, "Location: here\n");
    EXPECT_EQ(episodes(), 1);
}

TEST_F(Idempotency, RefusesTheKeyForAnotherRequest) {
    IdempotentCreates creates{*catalog, clock};
    must(creates.run(request("k", 'a'), create()));
    const auto other = creates.run(request("k", 'b'), create());
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Errc::conflict);
    EXPECT_EQ(episodes(), 1);
}

TEST_F(Idempotency, KeepsWorkspacesAndOperationsApart) {
    IdempotentCreates creates{*catalog, clock};
    must(creates.run(request("k"), create()));
    KeyedRequest other_operation = request("k", 'b');
    other_operation.operation = "create_show";
    EXPECT_FALSE(must(creates.run(other_operation, create())).is_replay);
    KeyedRequest other_workspace = request("k", 'b');
    other_workspace.workspace.value = 2;
    EXPECT_FALSE(must(creates.run(other_workspace, create())).is_replay);
}

TEST_F(Idempotency, ForgetsAfter24Hours) {
    IdempotentCreates creates{*catalog, clock};
    must(creates.run(request("k"), create()));
    clock.advance(std::chrono::hours{24} - std::chrono::microseconds{1});
    EXPECT_TRUE(must(creates.run(request("k"), create())).is_replay);
    clock.advance(std::chrono::microseconds{1});
    EXPECT_FALSE(must(creates.run(request("k"), create())).is_replay);
    EXPECT_EQ(episodes(), 2);
    must(catalog->write([&](CatalogTransaction& tx) { return forget_expired_answers(tx, clock.now()); }));
}

TEST_F(Idempotency, AFailureLeavesTheKeyFreeAndNoRow) {
    IdempotentCreates creates{*catalog, clock};
    const auto failed = creates.run(request("k"), [&](CatalogTransaction& tx) -> Result<RememberedAnswer> {
        MOORING_CHECK(create()(tx));
        return Error{Errc::not_found, "show not found", "show"};
    });
    EXPECT_EQ(failed.error().code, Errc::not_found);
    EXPECT_EQ(episodes(), 0);
    EXPECT_FALSE(must(creates.run(request("k", 'b'), create())).is_replay);
}

TEST_F(Idempotency, FiftyConcurrentIdenticalCreatesMakeOneEpisode) {
    IdempotentCreates creates{*catalog, clock};
    std::atomic<int> fresh{0};
    std::vector<std::future<std::string>> answers;
    for (int index = 0; index < 50; ++index) {
        answers.push_back(std::async(std::launch::async, [&] {
            const KeyedOutcome outcome = must(creates.run(request("k"), create()));
            fresh += outcome.is_replay ? 0 : 1;
            return outcome.answer.body;
        }));
    }
    std::set<std::string> bodies;
    for (auto& answer : answers) bodies.insert(answer.get());
    EXPECT_EQ(bodies.size(), 1U);
    EXPECT_EQ(fresh, 1);
    EXPECT_EQ(episodes(), 1);
}

TEST_F(Idempotency, TwoProcessesOnOneCatalogMakeOneEpisode) {
    const std::unique_ptr<Catalog> other_catalog = test::open_catalog(folder.file("catalog.db"));
    IdempotentCreates here{*catalog, clock};
    IdempotentCreates there{*other_catalog, clock};
    for (int round = 0; round < 10; ++round) {
        const std::string key = "k" + std::to_string(round);
        auto one = std::async(std::launch::async, [&] { return must(here.run(request(key), create())); });
        auto two = std::async(std::launch::async, [&] { return must(there.run(request(key), create())); });
        const KeyedOutcome first = one.get();
        const KeyedOutcome second = two.get();
        EXPECT_EQ(first.answer.body, second.answer.body);
        EXPECT_NE(first.is_replay, second.is_replay);
    }
    EXPECT_EQ(episodes(), 10);
}

TEST_F(Idempotency, SaysSoWhenTheSameKeyIsStillInProgress) {
    IdempotentCreates creates{
        *catalog, clock, {.wait = std::chrono::milliseconds{1}, .lifetime = std::chrono::hours{24}}};
    const auto outcome = creates.run(request("k"), [&](CatalogTransaction&) -> Result<RememberedAnswer> {
        const auto second = std::async(std::launch::async, [&] { return creates.run(request("k"), create()); }).get();
        EXPECT_FALSE(second);
        EXPECT_EQ(second.error().code, Errc::timeout);
        return RememberedAnswer{201, "", "done"};
    });
    EXPECT_EQ(must(outcome).answer.body, "done");
}

}  // namespace
}  // namespace mooring::app::publishing
