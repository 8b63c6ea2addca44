#include "mooring/media/transcripts/lines.hpp"

#include <algorithm>

namespace mooring::media::transcripts {

std::optional<std::string_view> Lines::next() {
    if (rest_.empty()) return std::nullopt;
    const auto end = std::min(rest_.find_first_of("\r\n"), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(rest_.substr(end).starts_with("\r\n") ? end + 2 : std::min(end + 1, rest_.size()));
    ++number_;
    return line;
}

Error at_line(int number, std::string_view what) {
    return Error{Errc::corrupt, "line " + std::to_string(number) + ": " + std::string{what}, "transcript"};
}

}  // namespace mooring::media::transcripts
