#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mooring {

/// Who goes first when cores are short. `background` threads get out of the way of all others (nice 10).
enum class ThreadPriority { normal, background };

/// A fixed number of threads with a bounded queue, for work that may wait on a disk or a database.
/// Safe to use from several threads. A task that throws is logged as a bug; the pool goes on.
class WorkerPool {
public:
    /// At least one thread. `queue_limit` is how many tasks may wait beyond those running.
    WorkerPool(std::string name, std::size_t threads, std::size_t queue_limit,
               ThreadPriority priority = ThreadPriority::normal);
    /// Runs what is queued, then joins.
    ~WorkerPool();

    /// Queue `task`; false when the queue is full (nothing was queued; count it and shed the request).
    [[nodiscard]] bool try_post(std::function<void()> task);
    /// Queue `task` even over the limit. For continuations of work that was admitted already.
    void post(std::function<void()> task);

    std::size_t queued() const;

private:
    void run(ThreadPriority priority);

    std::string name_;
    std::size_t queue_limit_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    std::size_t running_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace mooring
