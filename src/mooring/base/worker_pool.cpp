#include "mooring/base/worker_pool.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "mooring/base/log.hpp"
#include "mooring/base/prompt_thread.hpp"

namespace mooring {
namespace {

constexpr int background_nice = 10;

}  // namespace

WorkerPool::WorkerPool(std::string name, std::size_t threads, std::size_t queue_limit, ThreadPriority priority)
    : name_(std::move(name)), queue_limit_(queue_limit) {
    const std::size_t count = std::max<std::size_t>(threads, 1);
    threads_.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        threads_.emplace_back([this, priority] { run(priority); });
    }
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

bool WorkerPool::try_post(std::function<void()> task) {
    {
        const std::lock_guard lock{mutex_};
        if (tasks_.size() + running_ >= threads_.size() + queue_limit_) {
            return false;
        }
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

void WorkerPool::post(std::function<void()> task) {
    {
        const std::lock_guard lock{mutex_};
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
}

std::size_t WorkerPool::queued() const {
    const std::lock_guard lock{mutex_};
    return tasks_.size();
}

void WorkerPool::run(ThreadPriority priority) {
    pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());  // 15: the kernel's limit
    if (priority == ThreadPriority::background) {
        // Of this thread alone, whatever POSIX says of processes. A refusal costs speed at most.
        static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), background_nice));
    } else {
        wake_promptly();
    }
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) {
            return;
        }
        std::function<void()> task = std::move(tasks_.front());
        tasks_.pop_front();
        ++running_;
        lock.unlock();
        try {
            task();
        } catch (const std::exception& exception) {
            log::error("bug: a task threw", {{"pool", name_}, {"what", exception.what()}});
        } catch (...) {
            log::error("bug: a task threw", {{"pool", name_}});
        }
        task = nullptr;  // what it holds is released outside the lock
        lock.lock();
        --running_;
    }
}

}  // namespace mooring
