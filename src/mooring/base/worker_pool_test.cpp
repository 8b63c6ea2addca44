#include "mooring/base/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>

namespace mooring {
namespace {

/// A task that says when it has begun and goes on when it is told to.
class Gate {
public:
    std::function<void()> task() {
        return [this] {
            begun_.set_value();
            opened_.get_future().wait();
        };
    }
    void wait_until_begun() { begun_.get_future().wait(); }
    void open() { opened_.set_value(); }

private:
    std::promise<void> begun_;
    std::promise<void> opened_;
};

TEST(WorkerPool, RunsWhatIsQueuedBeforeItEnds) {
    std::atomic<int> done = 0;
    {
        WorkerPool pool{"test", 3, 1000};
        for (int index = 0; index < 500; ++index) {
            ASSERT_TRUE(pool.try_post([&done] { ++done; }));
        }
    }
    EXPECT_EQ(done, 500);
}

TEST(WorkerPool, HasAtLeastOneThread) {
    std::promise<void> done;
    WorkerPool pool{"a name longer than the kernel allows", 0, 1};
    ASSERT_TRUE(pool.try_post([&done] { done.set_value(); }));
    done.get_future().wait();
}

TEST(WorkerPool, RefusesWhatIsOverTheLimit) {
    Gate gate;
    std::atomic<int> done = 0;
    WorkerPool pool{"test", 1, 2};
    ASSERT_TRUE(pool.try_post(gate.task()));
    gate.wait_until_begun();
    EXPECT_TRUE(pool.try_post([&done] { ++done; }));
    EXPECT_TRUE(pool.try_post([&done] { ++done; }));
    EXPECT_FALSE(pool.try_post([&done] { ++done; }));
    EXPECT_EQ(pool.queued(), 2U);
    gate.open();
}

TEST(WorkerPool, TakesWorkForIdleThreadsEvenWithoutAQueue) {
    Gate first;
    Gate second;
    WorkerPool pool{"test", 2, 0};
    EXPECT_TRUE(pool.try_post(first.task()));
    EXPECT_TRUE(pool.try_post(second.task()));
    EXPECT_FALSE(pool.try_post([] {}));
    first.wait_until_begun();
    second.wait_until_begun();
    EXPECT_EQ(pool.queued(), 0U);
    first.open();
    second.open();
}

TEST(WorkerPool, TakesContinuationsOverTheLimit) {
    Gate gate;
    std::atomic<int> done = 0;
    {
        WorkerPool pool{"test", 1, 0};
        ASSERT_TRUE(pool.try_post(gate.task()));
        gate.wait_until_begun();
        pool.post([&] { pool.post([&done] { ++done; }); });  // runs even while the pool is ending
        EXPECT_EQ(pool.queued(), 1U);
        gate.open();
    }
    EXPECT_EQ(done, 1);
}

TEST(WorkerPool, GoesOnAfterATaskThatThrows) {
    testing::internal::CaptureStderr();
    std::atomic<int> done = 0;
    {
        WorkerPool pool{"uploads", 1, 10};
        ASSERT_TRUE(pool.try_post([] { throw std::runtime_error("broken pipe"); }));
        ASSERT_TRUE(pool.try_post([] { throw 42; }));
        ASSERT_TRUE(pool.try_post([&done] { ++done; }));
    }
    const std::string text = testing::internal::GetCapturedStderr();
    EXPECT_EQ(done, 1);
    EXPECT_NE(text.find("pool=uploads what=\"broken pipe\""), std::string::npos) << text;
}

TEST(WorkerPool, ReleasesWhatATaskHeld) {
    std::weak_ptr<int> held;
    {
        WorkerPool pool{"test", 1, 1};
        auto value = std::make_shared<int>(1);
        held = value;
        std::promise<void> later;
        ASSERT_TRUE(pool.try_post([value = std::move(value)] {}));
        pool.post([&later] { later.set_value(); });
        later.get_future().wait();
        EXPECT_TRUE(held.expired());
    }
}

}  // namespace
}  // namespace mooring
