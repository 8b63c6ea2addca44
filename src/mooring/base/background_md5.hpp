#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "mooring/base/hash.hpp"

namespace mooring {

/// The MD5 of something long, made beside the thread that brings it: MD5 is slower than a fast disk, and one thread
/// cannot do both. Short texts, and long ones while every core has one already, are hashed by the caller. Memory stays
/// below 2 MiB. One thread at a time.
class BackgroundMd5 {
public:
    BackgroundMd5() = default;
    BackgroundMd5(const BackgroundMd5&) = delete;
    BackgroundMd5& operator=(const BackgroundMd5&) = delete;
    ~BackgroundMd5();

    void update(std::string_view bytes);
    /// Waits for what is behind. Spent afterwards.
    std::array<std::byte, 16> finish();

private:
    bool try_begin();
    void run();
    void end();

    Md5 md5_;                       ///< of the thread, once it runs
    std::size_t hashed_bytes_ = 0;  ///< by the caller
    bool has_tried_ = false;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;
    bool is_ending_ = false;
};

}  // namespace mooring
