#include "mooring_client/timing.hpp"

#include <condition_variable>
#include <mutex>
#include <random>

namespace mooring_client {
namespace {

bool sleep_until_stopped(Seconds length, std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock{mutex};
    woken.wait_for(lock, stop, length, [] { return false; });
    return !stop.stop_requested();
}

double chance() {
    // Scatters waits only; secrets come from the system's source.
    thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(generator);
}

}  // namespace

Timing Timing::real() {
    return {.now = [] { return std::chrono::system_clock::now(); },
            .ticks = [] { return std::chrono::steady_clock::now(); },
            .sleep = sleep_until_stopped,
            .random = chance};
}

}  // namespace mooring_client
