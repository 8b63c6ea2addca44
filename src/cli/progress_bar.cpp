#include "cli/progress_bar.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace mooring::cli {

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)),
      is_terminal_(::isatty(STDERR_FILENO) == 1),
      started_(std::chrono::steady_clock::now()),
      last_drawn_(started_) {}

ProgressBar::~ProgressBar() {
    if (is_drawn_) std::fputs("\r\x1b[K", stderr);
}

void ProgressBar::update(std::int64_t done_bytes, std::int64_t total_bytes) {
    using namespace std::chrono_literals;
    const auto now = std::chrono::steady_clock::now();
    if (!is_terminal_ || now - started_ < 1s || (is_drawn_ && now - last_drawn_ < 100ms)) return;
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_);
    std::fprintf(stderr, "\r\x1b[K%s", progress_text(label_, done_bytes, total_bytes, elapsed).c_str());
    std::fflush(stderr);
    is_drawn_ = true;
    last_drawn_ = now;
}

std::string byte_text(std::int64_t bytes) {
    constexpr const char* units[]{"B", "kB", "MB", "GB", "TB"};
    double amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (amount >= 1000 && unit + 1 < std::size(units)) {
        amount /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
    return text;
}

std::string progress_text(const std::string& label, std::int64_t done_bytes, std::int64_t total_bytes,
                          std::chrono::milliseconds elapsed) {
    const std::int64_t percent = total_bytes > 0 ? std::min<std::int64_t>(100, done_bytes * 100 / total_bytes) : 0;
    std::string text =
        label + "  " + std::to_string(percent) + " %  " + byte_text(done_bytes) + " of " + byte_text(total_bytes);
    if (elapsed.count() > 0 && done_bytes > 0) {
        const std::int64_t rate = done_bytes * 1000 / elapsed.count();
        text += "  " + byte_text(rate) + "/s";
        if (rate > 0 && done_bytes < total_bytes) {
            const std::int64_t left = (total_bytes - done_bytes) / rate;
            const std::int64_t seconds = left % 60;
            text += "  " + std::to_string(left / 60) + (seconds < 10 ? ":0" : ":") + std::to_string(seconds) + " left";
        }
    }
    return text;
}

}  // namespace mooring::cli
