#include "mooring/base/background_md5.hpp"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <utility>

namespace mooring {
namespace {

constexpr std::size_t short_text = std::size_t{4} << 20;
constexpr std::size_t most_waiting = std::size_t{1} << 20;

std::atomic<unsigned> threads{0};

/// Take one of as many places as there are cores.
bool take_place() {
    const unsigned places = std::max(1U, std::thread::hardware_concurrency());
    if (threads.fetch_add(1) < places) return true;
    threads.fetch_sub(1);
    return false;
}

}  // namespace

BackgroundMd5::~BackgroundMd5() {
    if (thread_.joinable()) end();
}

void BackgroundMd5::update(std::string_view bytes) {
    if (!thread_.joinable() && (hashed_bytes_ < short_text || !try_begin())) {
        md5_.update(bytes);
        hashed_bytes_ += bytes.size();
        return;
    }
    while (!bytes.empty()) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_.size() < most_waiting; });
        const std::string_view part = bytes.substr(0, most_waiting - waiting_.size());
        waiting_ += part;
        bytes.remove_prefix(part.size());
        changed_.notify_all();
    }
}

bool BackgroundMd5::try_begin() {
    if (std::exchange(has_tried_, true) || !take_place()) return false;
    try {
        thread_ = std::thread{[this] { run(); }};
    } catch (const std::system_error&) {  // no more threads to be had
        threads.fetch_sub(1);
    }
    return thread_.joinable();
}

void BackgroundMd5::run() {
    std::string taken;
    for (bool is_over = false; !is_over;) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return is_ending_ || !waiting_.empty(); });
            taken.swap(waiting_);
            is_over = taken.empty();
            changed_.notify_all();
        }
        md5_.update(taken);
        taken.clear();
    }
}

void BackgroundMd5::end() {
    {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
    threads.fetch_sub(1);
}

std::array<std::byte, 16> BackgroundMd5::finish() {
    if (thread_.joinable()) end();
    return md5_.finish();
}

}  // namespace mooring
