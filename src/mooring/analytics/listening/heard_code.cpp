#include "mooring/analytics/listening/heard_code.hpp"

#include "mooring/base/byte_code.hpp"

namespace mooring::analytics {

namespace {

/// Longer than any recording; keeps sums of garbled bytes in range.
constexpr std::uint64_t longest_ms = std::uint64_t{1} << 50U;

}  // namespace

std::string encode_heard(const IntervalSet& heard) {
    std::string bytes;
    ByteWriter out{bytes};
    std::int64_t place = 0;
    for (const Interval& stretch : heard.stretches()) {
        out.number(static_cast<std::uint64_t>(stretch.begin - place));
        out.number(static_cast<std::uint64_t>(stretch.end - stretch.begin));
        place = stretch.end;
    }
    return bytes;
}

Result<IntervalSet> decode_heard(std::string_view bytes) {
    IntervalSet heard;
    ByteReader in{bytes};
    std::uint64_t place = 0;
    while (!in.at_end() && !in.failed()) {
        const std::uint64_t begin = place + in.number() % longest_ms;
        place = begin + in.number() % longest_ms;
        if (place > longest_ms) return Error{Errc::corrupt, "stretches of media time that no recording has"};
        heard.add(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(place));
    }
    if (in.failed()) return Error{Errc::corrupt, "garbled stretches of media time"};
    return heard;
}

}  // namespace mooring::analytics
