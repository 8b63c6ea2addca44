#include "mooring/app/background/scheduler.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "mooring/app/background/background_for_test.hpp"

namespace mooring::app::background {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;

class SchedulerTest : public BackgroundTest {
protected:
    SchedulerOptions options() {
        SchedulerOptions options;
        options.transition = [this](int limit) {
            ++transitions_;
            return publishing::transition_due_episodes(*catalog_, clock_, limit);
        };
        options.on_change = [this] {
            ++changes_;
            return ok();
        };
        options.longest_wait = std::chrono::milliseconds{5};
        return options;
    }
    domain::EpisodeStatus status(domain::EpisodeId id) const { return episode(id).status; }

    std::atomic<int> transitions_{0};
    std::atomic<int> changes_{0};
};

TEST_F(SchedulerTest, PublishesAtTheTimeAndNotBefore) {
    const auto id = add_external("https://a.example/1.mp3", clock_.now() + hours{1});
    Scheduler scheduler(*catalog_, clock_, options());
    ASSERT_TRUE(scheduler.run_once());
    clock_.advance(hours{1} - microseconds{1});
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(status(id), domain::EpisodeStatus::scheduled);
    clock_.advance(microseconds{1});
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(status(id), domain::EpisodeStatus::published);
    EXPECT_EQ(transitions_, 1);
}

TEST_F(SchedulerTest, CatchesUpAfterARestart) {
    const auto id = add_external("https://a.example/1.mp3", clock_.now() + hours{1});
    clock_.advance(hours{30});
    Scheduler scheduler(*catalog_, clock_, options());
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(status(id), domain::EpisodeStatus::published);
}

TEST_F(SchedulerTest, NoticesAnEpisodeThatIsMovedForward) {
    const auto id = add_external("https://a.example/1.mp3", clock_.now() + hours{48});
    Scheduler scheduler(*catalog_, clock_, options());
    ASSERT_TRUE(scheduler.run_once());
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) {
        return publishing::update_episode(tx, clock_.now(), workspace_id_, id, {.publish_at = clock_.now() + hours{1}});
    }));
    ASSERT_TRUE(scheduler.run_once());
    clock_.advance(hours{1});
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(status(id), domain::EpisodeStatus::published);
}

TEST_F(SchedulerTest, StaysOnTimeWhenTheClockIsSetBack) {
    Scheduler scheduler(*catalog_, clock_, options());
    clock_.advance(hours{24});
    const auto late = add_external("https://a.example/1.mp3", clock_.now() + hours{1});
    ASSERT_TRUE(scheduler.run_once());
    clock_.advance(hours{1});
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(status(late), domain::EpisodeStatus::published);
    clock_.advance(-hours{25});
    const auto early = add_external("https://a.example/2.mp3", clock_.now() + hours{1});
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(status(late), domain::EpisodeStatus::published);  // no going back
    clock_.advance(hours{1});
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(status(early), domain::EpisodeStatus::published);
}

TEST_F(SchedulerTest, AsksTheCatalogNothingWhileNothingChanges) {
    Scheduler scheduler(*catalog_, clock_, options());
    ASSERT_TRUE(scheduler.run_once());
    ASSERT_TRUE(scheduler.run_once());
    const int before = changes_;
    for (int round = 0; round < 10; ++round) ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(changes_, before);
    edit_show([](domain::Show& changed) { changed.title = "Other"; });
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(changes_, before + 1);
}

TEST_F(SchedulerTest, TriesAgainWhatFailed) {
    SchedulerOptions failing = options();
    bool is_away = true;
    failing.on_change = [&]() -> Result<void> {
        ++changes_;
        return is_away ? Result<void>(Error{Errc::unavailable, "away"}) : ok();
    };
    Scheduler scheduler(*catalog_, clock_, failing);
    EXPECT_FALSE(scheduler.run_once());
    is_away = false;
    EXPECT_TRUE(scheduler.run_once());
    EXPECT_EQ(changes_, 2);
}

TEST_F(SchedulerTest, DoesPeriodicWorkAtStartAndThenByTheClock) {
    int runs = 0;
    SchedulerOptions periodic = options();
    periodic.periodic = {{.name = "count", .every = hours{1}, .run = [&] {
                              ++runs;
                              return ok();
                          }}};
    Scheduler scheduler(*catalog_, clock_, periodic);
    ASSERT_TRUE(scheduler.run_once());
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(runs, 1);
    clock_.advance(hours{1});
    ASSERT_TRUE(scheduler.run_once());
    EXPECT_EQ(runs, 2);
}

TEST_F(SchedulerTest, ItsThreadNoticesAClockThatWasMoved) {
    const auto id = add_external("https://a.example/1.mp3", clock_.now() + hours{1});
    Scheduler scheduler(*catalog_, clock_, options());
    scheduler.start();
    clock_.advance(hours{1});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (status(id) != domain::EpisodeStatus::published && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    scheduler.stop();
    EXPECT_EQ(status(id), domain::EpisodeStatus::published);
}

}  // namespace
}  // namespace mooring::app::background
