#include "mooring/media/transcripts/cue_time.hpp"

#include <fmt/format.h>

#include "mooring/base/utf8.hpp"
#include "mooring/media/transcripts/transcript.hpp"

namespace mooring::media::transcripts {
namespace {

/// Takes digits off the front; nothing unless there are from `least` to `most` of them.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    std::int64_t value = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
        if (++count > most) return std::nullopt;
        value = value * 10 + (text[count - 1] - '0');
    }
    if (count < least) return std::nullopt;
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char sign) {
    if (!text.starts_with(sign)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<milliseconds> take_time(std::string_view& text) {
    auto first = take_number(text, 1, 4);
    if (!first || !take(text, ':')) return std::nullopt;
    auto second = take_number(text, 2, 2);
    if (!second) return std::nullopt;
    std::int64_t hours = 0, minutes = *first, seconds = *second;
    if (take(text, ':')) {
        const auto third = take_number(text, 2, 2);
        if (!third) return std::nullopt;
        hours = *first, minutes = *second, seconds = *third;
    }
    if (minutes > 59 || seconds > 59) return std::nullopt;
    if (!take(text, '.') && !take(text, ',')) return std::nullopt;
    const auto millis = take_number(text, 3, 3);
    if (!millis) return std::nullopt;
    const milliseconds time{((hours * 60 + minutes) * 60 + seconds) * 1000 + *millis};
    return time <= longest ? std::optional{time} : std::nullopt;
}

}  // namespace

std::optional<CueTimes> parse_cue_times(std::string_view line) {
    std::string_view rest = trim_ascii(line);
    const auto start = take_time(rest);
    rest = trim_ascii(rest);
    if (!start || !rest.starts_with("-->")) return std::nullopt;
    rest = trim_ascii(rest.substr(3));
    const auto end = take_time(rest);
    if (!end || *end < *start || (!rest.empty() && rest.front() != ' ' && rest.front() != '\t')) return std::nullopt;
    return CueTimes{*start, *end};
}

std::string cue_time_text(milliseconds time, char separator) {
    const auto millis = time.count();
    return fmt::format("{:02}:{:02}:{:02}{}{:03}", millis / 3'600'000, millis / 60'000 % 60, millis / 1000 % 60,
                       separator, millis % 1000);
}

}  // namespace mooring::media::transcripts
