#include <algorithm>
#include <atomic>
#include <barrier>
#include <future>
#include <string>
#include <thread>

#include "catalog_contract.hpp"

// Transactions: all or nothing, durable, alone among many, and known to caches in time.

namespace mooring::contract {
namespace {

using domain::Episode;
using domain::Show;
using storage::Catalog;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

TEST_P(CatalogContract, SeesItsOwnChangesInsideAWrite) {
    const Show show = add_show();
    const auto count_inside = change([&](CatalogTransaction& tx) -> Result<std::int64_t> {
        MOORING_CHECK(tx.episode_writer().insert(samples.episode(show)));
        return tx.episodes().count_all(show.id);
    });
    EXPECT_EQ(count_inside, 1);
}

TEST_P(CatalogContract, UndoesAllOfAFailedWrite) {
    const Show show = add_show();
    const auto failed = catalog().write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.episode_writer().insert(samples.episode(show)));
        MOORING_CHECK(tx.settings_writer().put("half", "done"));
        MOORING_CHECK(tx.job_writer().enqueue({"probe", "{}", "", sample_now}));
        return Error{Errc::too_large, "the caller changed its mind", "file"};
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error(), (Error{Errc::too_large, "the caller changed its mind", "file"}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 0);
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.settings().find("half"); }), std::nullopt);
    EXPECT_TRUE(ask([](CatalogSnapshot& at) { return at.jobs().counts(); }).empty());
}

TEST_P(CatalogContract, AnExceptionInAWriteIsAnErrorAndUndoesIt) {
    const auto thrown = catalog().run_write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.settings_writer().put("half", "done"));
        throw std::runtime_error("from a library");
    });
    ASSERT_FALSE(thrown);
    EXPECT_EQ(thrown.error().code, Errc::internal);
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.settings().find("half"); }), std::nullopt);
}

TEST_P(CatalogContract, KeepsOneSnapshotForAWholeRead) {
    const Show show = add_show();
    add(samples.episode(show));
    const auto seen = ask([&](CatalogSnapshot& at) -> Result<std::pair<std::int64_t, std::int64_t>> {
        MOORING_TRY(const auto before, at.episodes().count_all(show.id));
        std::thread{[&] { add(samples.episode(show)); }}.join();
        MOORING_TRY(const auto after, at.episodes().count_all(show.id));
        return std::pair{before, after};
    });
    EXPECT_EQ(seen, std::pair(std::int64_t{1}, std::int64_t{1}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 2);
}

// Changes that are committed together stand or fall alone: one in three fails, in every way a change can.
TEST_P(CatalogContract, AFailingChangeHarmsNoOther) {
    const Show show = add_show();
    const Episode taken = add(samples.episode(show));
    constexpr int threads = 12;
    constexpr int rounds = 20;
    std::vector<std::vector<Episode>> to_insert(threads);
    for (auto& episodes : to_insert) {
        for (int round = 0; round < rounds; ++round) episodes.push_back(samples.episode(show));
    }
    std::atomic<int> stored{0};
    std::atomic<int> wrong{0};
    std::barrier start{threads};
    std::vector<std::jthread> workers;
    for (int number = 0; number < threads; ++number) {
        workers.emplace_back([&, number] {
            start.arrive_and_wait();
            for (int round = 0; round < rounds; ++round) {
                const bool should_fail = (number + round) % 3 == 0;
                Episode second = taken;
                const auto done = catalog().write([&](CatalogTransaction& tx) -> Result<void> {
                    MOORING_CHECK(tx.episode_writer().insert(
                        to_insert[static_cast<std::size_t>(number)][static_cast<std::size_t>(round)]));
                    if (should_fail && round % 2 == 0) return Error{Errc::conflict, "chosen"};
                    if (should_fail) MOORING_CHECK(tx.episode_writer().insert(second));
                    return ok();
                });
                if (done.has_value() == should_fail) ++wrong;
                if (done) ++stored;
            }
        });
    }
    workers.clear();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 1 + stored);
}

// publishing-v1.md, 9.5: two concurrent updates of different members both take effect.
TEST_P(CatalogContract, LosesNoneOfManyConcurrentPartialUpdates) {
    const Show show = add_show();
    const Episode episode = add(samples.episode(show));
    constexpr int threads = 8;
    constexpr int rounds = 25;
    std::atomic<bool> read_failed{false};
    {
        std::vector<std::jthread> workers;
        for (int number = 0; number < threads; ++number) {
            workers.emplace_back([&] {
                for (int round = 0; round < rounds; ++round) {
                    const auto added = catalog().write([&](CatalogTransaction& tx) -> Result<void> {
                        MOORING_TRY(auto stored, tx.episodes().find(episode.id));
                        stored->season = stored->season.value_or(0) + 1;
                        return tx.episode_writer().update(*stored);
                    });
                    const auto seen =
                        catalog().read([&](CatalogSnapshot& at) { return at.episodes().find(episode.id); });
                    if (!added || !seen || !(*seen)->season) read_failed = true;
                }
            });
        }
    }
    EXPECT_FALSE(read_failed);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find(episode.id); })->season, threads * rounds);
}

TEST_P(CatalogContract, StillHasEveryAnsweredWriteAfterReopening) {
    const Show show = add_show();
    const Episode episode = add(samples.full_episode(show));
    change([](CatalogTransaction& tx) { return tx.job_writer().enqueue({"probe", "{}", "", sample_now}); });
    reopen();
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find(show.id); }), show);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find(episode.id); }), episode);
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.jobs().next_run(); }), sample_now);
}

TEST_P(CatalogContract, RaisesTheVersionsOfWhatAWriteTouched) {
    const Show show = add_show();
    const Show bystander = add_show();
    const Episode episode = add(samples.episode(show));
    domain::ApiKey key = samples.api_key(show.workspace);
    const auto& versions = catalog().versions();
    struct Case {
        const char* what;
        std::function<Result<void>(CatalogTransaction&)> change;
        bool touches_show;
        bool touches_workspace;
    };
    const auto done = [](const auto& result) -> Result<void> {
        if (!result) return result.error();
        return ok();
    };
    const Case cases[] = {
        {"insert episode", [&](auto& tx) { return done(tx.episode_writer().insert(samples.episode(show))); }, true,
         true},
        {"update episode", [&](auto& tx) { return tx.episode_writer().update(episode); }, true, true},
        {"update show", [&](auto& tx) { return tx.show_writer().update(show); }, true, true},
        {"insert show", [&](auto& tx) { return done(tx.show_writer().insert(samples.show(show.workspace))); }, false,
         true},
        {"insert key", [&](auto& tx) { return done(tx.api_key_writer().insert(key)); }, false, true},
        {"timetable",
         [&](auto& tx) {
             return tx.workspace_writer().replace_timetable(show.workspace, {{1, 0, 540, 720, show.id}});
         },
         false, true},
        {"subscriber", [&](auto& tx) { return done(tx.subscriber_writer().insert(samples.subscriber(show.id))); }, true,
         false},
        {"setting", [&](auto& tx) { return tx.settings_writer().put("a", "b"); }, false, false},
    };
    for (const Case& row : cases) {
        const auto show_before = versions.of(show.id);
        const auto workspace_before = versions.of(show.workspace);
        const auto other_before = versions.of(bystander.id);
        const auto all_before = versions.of_everything();
        change(row.change);
        EXPECT_EQ(versions.of(show.id) != show_before, row.touches_show) << row.what;
        if (row.touches_workspace) {
            EXPECT_NE(versions.of(show.workspace), workspace_before) << row.what;
        }
        EXPECT_EQ(versions.of(bystander.id), other_before) << row.what;
        if (row.touches_show || row.touches_workspace) {
            EXPECT_NE(versions.of_everything(), all_before) << row.what;
        }
    }
    key.id = domain::ApiKeyId{1};
    const auto before_revocation = versions.of(show.workspace);
    change([&](CatalogTransaction& tx) { return tx.api_key_writer().update(key); });
    EXPECT_NE(versions.of(show.workspace), before_revocation);

    const auto before = versions.of(show.id);
    EXPECT_FALSE(catalog().write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.episode_writer().update(episode));
        return Error{Errc::conflict, "no"};
    }));
    EXPECT_EQ(versions.of(show.id), before) << "what was undone changed nothing";
}

TEST_P(CatalogContract, LearnsOfWritesOfAnotherProcess) {
    const Show show = add_show();
    const Show bystander = add_show();
    auto other = harness().open();
    ASSERT_TRUE(other) << other.error().message;
    const auto& versions = catalog().versions();
    // What this process wrote before may still be on its way to the other; wait on a marker.
    const auto marker = (*other)->versions().of_everything();
    const auto mine = versions.of(show.id);
    const auto untouched = versions.of(bystander.id);
    Episode episode = samples.episode(show);
    const auto added = (*other)->write([&](CatalogTransaction& tx) { return tx.episode_writer().insert(episode); });
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_NE((*other)->versions().of_everything(), marker);
    EXPECT_TRUE(becomes_true(harness().sees_others_within(), [&] { return versions.of(show.id) != mine; }));
    EXPECT_EQ(versions.of(bystander.id), untouched) << "only what was touched";
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 1);

    const auto theirs = (*other)->versions().of(bystander.id);
    add(samples.episode(bystander));
    EXPECT_TRUE(
        becomes_true(harness().sees_others_within(), [&] { return (*other)->versions().of(bystander.id) != theirs; }));
}

TEST_P(CatalogContract, SharesTheCatalogWithAnotherWriter) {
    const Show show = add_show();
    auto other = harness().open();
    ASSERT_TRUE(other) << other.error().message;
    constexpr int rounds = 40;
    std::atomic<int> stored{0};
    const auto write_some = [&](Catalog& to) {
        for (int round = 0; round < rounds; ++round) {
            const Episode episode = samples.episode(show);
            const auto done = to.write([&](CatalogTransaction& tx) { return tx.episode_writer().insert(episode); });
            if (done) ++stored;
            if (!done) {
                EXPECT_EQ(done.error().code, Errc::unavailable) << done.error().message;
            }
        }
    };
    {
        std::jthread first{[&] { write_some(catalog()); }};
        std::jthread second{[&] { write_some(**other); }};
    }
    EXPECT_GT(stored, rounds);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), stored);
}

TEST_P(CatalogContract, IsUnavailableWhileLockedAndThenRecovers) {
    const Show show = add_show();
    const Episode episode = samples.episode(show);
    const auto insert = [&] {
        return catalog().write([&](CatalogTransaction& tx) { return tx.episode_writer().insert(episode); });
    };
    {
        const auto lock = harness().lock_out_writers();
        const auto refused = insert();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::unavailable);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find(show.id); }), show) << "reading goes on";
    }
    const auto stored = insert();
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 1);
}

}  // namespace
}  // namespace mooring::contract
