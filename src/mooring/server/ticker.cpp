#include "mooring/server/ticker.hpp"

#include <utility>

namespace mooring::server {

Ticker::Ticker(std::chrono::milliseconds every, std::function<void()> tick)
    : thread_([this, every, tick = std::move(tick)] {
          std::unique_lock lock{mutex_};
          while (!wake_.wait_for(lock, every, [this] { return stopping_; })) {
              lock.unlock();
              tick();
              lock.lock();
          }
      }) {}

Ticker::~Ticker() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

}  // namespace mooring::server
