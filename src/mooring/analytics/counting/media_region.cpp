#include "mooring/analytics/counting/media_region.hpp"

#include <algorithm>

namespace mooring::analytics {

namespace {

constexpr std::chrono::milliseconds one_minute{60'000};

}  // namespace

std::optional<std::int64_t> minute_of_bytes(const MediaRegion& media) {
    if (media.size_bytes <= 0 || !media.duration || *media.duration < one_minute) return std::nullopt;
    const std::int64_t region = std::max<std::int64_t>(media.end - media.begin, 0);
    const std::int64_t duration = media.duration->count();
    // Whole multiples apart: the plain product passes 2^63 from about 140 TB on.
    const std::int64_t rest = (region % duration * one_minute.count() + duration - 1) / duration;
    return region / duration * one_minute.count() + rest;
}

IntervalSet delivered_stretches(const RawHit& hit, const MediaRegion& media) {
    IntervalSet delivered;
    if (media.size_bytes <= 0 || (hit.flags & flag_position_unknown) != 0) return delivered;
    const bool is_stream = hit.source == HitSource::hls;
    if (is_stream && (hit.flags & (flag_aborted | flag_provisional)) != 0) return delivered;
    std::int64_t left = is_stream ? media.size_bytes : hit.sent_bytes;
    if (is_stream && hit.ranges.empty()) return delivered;
    if (hit.ranges.empty()) {
        delivered.add(0, std::min(left, media.size_bytes));
        return delivered;
    }
    for (const auto& [first, last] : hit.ranges) {
        if (left <= 0) break;
        const std::int64_t begin = std::clamp<std::int64_t>(first, 0, media.size_bytes);
        const std::int64_t end = std::clamp<std::int64_t>(last, -1, media.size_bytes - 1) + 1;
        const std::int64_t length = std::min(std::max<std::int64_t>(end - begin, 0), left);
        delivered.add(begin, begin + length);
        left -= length;
    }
    return delivered;
}

bool asks_for_whole_of_unknown_size(const RawHit& hit) {
    const bool is_of_unknown_size = (hit.flags & flag_estimated) != 0 && hit.sent_bytes == 0 && hit.ranges.empty();
    return is_of_unknown_size && (hit.range_raw.empty() || hit.range_raw == "bytes=0-");
}

bool is_enough(const IntervalSet& delivered, const MediaRegion& media, std::int64_t loose_bytes) {
    if (media.size_bytes <= 0) return false;
    const auto minute = minute_of_bytes(media);
    if (loose_bytes > 0) {
        const std::int64_t loose = std::min(loose_bytes, media.size_bytes);
        const std::int64_t all = std::min(delivered.length() + loose, media.size_bytes);
        return all >= (minute ? std::min(*minute + media.begin, media.size_bytes) : media.size_bytes);
    }
    if (minute) {
        return delivered.length_within(media.begin, media.end) >= *minute;
    }
    return delivered.covers(0, media.size_bytes);
}

}  // namespace mooring::analytics
