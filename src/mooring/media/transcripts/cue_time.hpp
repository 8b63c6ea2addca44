#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mooring::media::transcripts {

/// From when to when a cue is shown.
struct CueTimes {
    std::chrono::milliseconds start{0}, end{0};
};

/// `00:01:02.345 --> 00:01:04.000 align:start`, with `.` or `,` before the milliseconds, hours left out or not, and
/// anything behind. Nothing when it is no such line, or when it ends before it begins.
/// Source: WebVTT, 4.5 ("collect a timestamp"), which is a little stricter.
std::optional<CueTimes> parse_cue_times(std::string_view line);

/// `01:02:03.456`; `separator` stands before the milliseconds.
std::string cue_time_text(std::chrono::milliseconds time, char separator);

}  // namespace mooring::media::transcripts
