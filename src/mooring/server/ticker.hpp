#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace mooring::server {

/// Calls a function every so often on a thread of its own, until it is destroyed.
class Ticker {
public:
    Ticker(std::chrono::milliseconds every, std::function<void()> tick);
    ~Ticker();
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;  ///< last: it uses what stands above
};

}  // namespace mooring::server
