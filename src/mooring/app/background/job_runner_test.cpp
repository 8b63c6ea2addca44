#include "mooring/app/background/job_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "mooring/app/background/background_for_test.hpp"
#include "mooring/app/background/job_payload.hpp"

namespace mooring::app::background {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

bool eventually(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + seconds{20};
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

class JobRunnerTest : public BackgroundTest {
protected:
    static JobRunnerOptions options(std::string owner = "one") {
        JobRunnerOptions options;
        options.owner = std::move(owner);
        options.lease = seconds{60};
        options.heartbeat = milliseconds{5};
        options.longest_wait = milliseconds{5};
        return options;
    }
    JobStep counting() {
        return [this](const storage::Job&) {
            ++runs_;
            return StepOutcome::done();
        };
    }
    std::atomic<int> runs_{0};
};

TEST_F(JobRunnerTest, RunsEachJobOnceAndForgetsIt) {
    JobRunner runner(*catalog_, clock_, {{"work", counting()}}, options());
    enqueue("work", "{}", "a");
    enqueue("work", "{}", "b");
    enqueue("work", "{}", "b");
    enqueue("other", "{}", "");
    EXPECT_EQ(runner.run_due().value(), 2);
    EXPECT_EQ(runner.run_due().value(), 0);
    EXPECT_EQ(jobs("work").waiting, 0);
    EXPECT_EQ(jobs("other").waiting, 1);  // nobody here knows how
}

TEST_F(JobRunnerTest, TriesAgainWhenToldAndGivesUpWhenTold) {
    std::vector<int> attempts;
    JobRunner runner(*catalog_, clock_,
                     {{"work",
                       [&](const storage::Job& job) {
                           attempts.push_back(job.attempts);
                           return job.attempts < 3 ? StepOutcome::retry_at(clock_.now() + minutes{1}, "not yet")
                                                   : StepOutcome::give_up("never");
                       }}},
                     options());
    enqueue("work", "{}", "a");
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(runner.run_due().value(), 0);
    for (int minute = 0; minute < 4; ++minute) {
        clock_.advance(minutes{1});
        ASSERT_TRUE(runner.run_due());
    }
    EXPECT_THAT(attempts, testing::ElementsAre(1, 2, 3));
    EXPECT_EQ(jobs("work").failed, 1);
}

TEST_F(JobRunnerTest, TakesAnExceptionForABugAndGoesOn) {
    JobRunner runner(*catalog_, clock_,
                     {{"work", [](const storage::Job&) -> StepOutcome { throw std::runtime_error("bug"); }}},
                     options());
    enqueue("work", "{}", "a");
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(jobs("work").waiting, 1);
}

TEST_F(JobRunnerTest, ItsThreadsRunWhatIsQueuedWhileTheyWait) {
    JobRunner runner(*catalog_, clock_, {{"work", counting()}}, options());
    runner.start();
    for (int job = 0; job < 20; ++job) enqueue("work", "{}", std::to_string(job));
    EXPECT_TRUE(eventually([&] { return runs_ == 20; }));
    enqueue("work", "{}", "late");
    EXPECT_TRUE(eventually([&] { return runs_ == 21; }));
    runner.stop();
    EXPECT_EQ(jobs("work").waiting + jobs("work").running, 0);
}

TEST_F(JobRunnerTest, RunsNoMoreAtOnceThanItHasThreads) {
    std::promise<void> release;
    const std::shared_future<void> released = release.get_future().share();
    std::atomic<int> running{0}, most{0};
    JobRunner runner(*catalog_, clock_,
                     {{"work",
                       [&](const storage::Job&) {
                           most = std::max<int>(most, ++running);
                           released.wait();
                           --running;
                           ++runs_;
                           return StepOutcome::done();
                       }}},
                     options());
    for (int job = 0; job < 6; ++job) enqueue("work", "{}", std::to_string(job));
    runner.start();
    EXPECT_TRUE(eventually([&] { return running == 2; }));
    EXPECT_EQ(jobs("work").running, 2);
    EXPECT_EQ(jobs("work").waiting, 4);
    release.set_value();
    EXPECT_TRUE(eventually([&] { return runs_ == 6; }));
    EXPECT_EQ(most, 2);
}

TEST_F(JobRunnerTest, KeepsTheLeaseOfALongStepAlive) {
    std::promise<void> release;
    const std::shared_future<void> released = release.get_future().share();
    JobRunner first(*catalog_, clock_,
                    {{"work",
                      [&](const storage::Job&) {
                          ++runs_;
                          released.wait();
                          return StepOutcome::done();
                      }}},
                    options("first"));
    const auto other_catalog = open_catalog();
    JobRunner second(*other_catalog, clock_, {{"work", counting()}}, options("second"));
    enqueue("work", "{}", "a");
    first.start();
    ASSERT_TRUE(eventually([&] { return runs_ == 1; }));
    for (int step = 0; step < 4; ++step) {  // 200 s, far over the lease of 60 s
        clock_.advance(seconds{50});
        const auto before = first.heartbeats();
        ASSERT_TRUE(eventually([&] { return first.heartbeats() >= before + 2; }));
        EXPECT_EQ(second.run_due().value(), 0);
    }
    release.set_value();
    first.stop();
    EXPECT_EQ(runs_, 1);
    EXPECT_EQ(jobs("work").waiting + jobs("work").running, 0);
}

TEST_F(JobRunnerTest, TakesOverTheJobOfAProcessThatDied) {
    enqueue("work", "{}", "a");
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) {
        return tx.job_writer().lease("dead", clock_.now(), seconds{60}, {"work"}, 1);
    }));
    JobRunner runner(*catalog_, clock_, {{"work", counting()}}, options());
    EXPECT_EQ(runner.run_due().value(), 0);
    clock_.advance(seconds{61});
    EXPECT_EQ(runner.run_due().value(), 1);
}

TEST_F(JobRunnerTest, LeavesTheRecordToWhoeverTookTheLeaseOver) {
    JobRunner slow(*catalog_, clock_,
                   {{"work",
                     [&](const storage::Job& job) {
                         // Longer than the lease: another one takes the job and goes on with it.
                         clock_.advance(seconds{61});
                         EXPECT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) {
                             return tx.job_writer().lease("two", clock_.now(), seconds{60}, {job.kind}, 1);
                         }));
                         return StepOutcome::done();
                     }}},
                   options("one"));
    enqueue("work", "{}", "a");
    EXPECT_EQ(slow.run_due().value(), 1);
    EXPECT_EQ(jobs("work").running, 1);  // still the other one's
}

TEST_F(JobRunnerTest, SharesTheWorkOfOneCatalogWithoutDoingItTwice) {
    const auto other_catalog = open_catalog();
    JobRunner one(*catalog_, clock_, {{"work", counting()}}, options("one"));
    JobRunner two(*other_catalog, clock_, {{"work", counting()}}, options("two"));
    for (int job = 0; job < 40; ++job) enqueue("work", "{}", std::to_string(job));
    one.start();
    two.start();
    EXPECT_TRUE(eventually([&] { return runs_ >= 40; }));
    one.stop();
    two.stop();
    EXPECT_EQ(runs_, 40);
    EXPECT_EQ(jobs("work").waiting + jobs("work").running, 0);
}

TEST(JobPayload, GivesMembersOfObjectsAndNothingElse) {
    EXPECT_EQ(payload_number(R"({"episode":130000001})", "episode"), 130000001);
    EXPECT_EQ(payload_number(R"({"episode":"1"})", "episode"), std::nullopt);
    EXPECT_EQ(payload_number(R"([1])", "episode"), std::nullopt);
    EXPECT_EQ(payload_number("", "episode"), std::nullopt);
    EXPECT_EQ(payload_text(R"({"sha256":"ab"})", "sha256"), "ab");
    EXPECT_EQ(payload_text(R"({"sha256":1})", "sha256"), std::nullopt);
}

}  // namespace
}  // namespace mooring::app::background
