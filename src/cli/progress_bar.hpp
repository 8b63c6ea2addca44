#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace mooring::cli {

/// A line on standard error that shows how far something is: bytes, rate and time left. Drawn on a terminal
/// only, and only once the work has taken a second.
class ProgressBar {
public:
    explicit ProgressBar(std::string label);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void update(std::int64_t done_bytes, std::int64_t total_bytes);

private:
    std::string label_;
    bool is_terminal_;
    bool is_drawn_ = false;
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::time_point last_drawn_;
};

/// `12.3 MB`
std::string byte_text(std::int64_t bytes);

/// The line for so much done after so long: `label  45 %  12.3 MB of 27.0 MB  4.1 MB/s  0:04 left`.
std::string progress_text(const std::string& label, std::int64_t done_bytes, std::int64_t total_bytes,
                          std::chrono::milliseconds elapsed);

}  // namespace mooring::cli
