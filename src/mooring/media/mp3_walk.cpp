#include "mooring/media/mp3_walk.hpp"

#include <algorithm>

#include "mooring/media/big_endian.hpp"
#include "mooring/media/mp3_extent.hpp"

namespace mooring::media {
namespace {

constexpr std::size_t window_bytes = 256 * 1024;

void count(Mp3Walk& walk, const Mp3Frame& frame) {
    ++walk.frames;
    walk.bytes += frame.length_bytes;
    walk.ticks += frame.samples * (static_cast<int>(Mp3Walk::ticks_per_second) / frame.sample_rate_hz);
    if (!walk.bitrate_kbps) {
        walk.bitrate_kbps = frame.bitrate_kbps;
    }
    walk.has_one_bitrate = walk.has_one_bitrate && walk.bitrate_kbps == frame.bitrate_kbps;
}

/// Where the next confirmed frame begins in `view`, at `index` or later; `view.size()` when nowhere. Looks
/// only where `mp3_lookahead_bytes` can be seen, unless `is_end`.
std::size_t find_sync(std::string_view view, std::size_t index, bool is_end) {
    const std::size_t limit = is_end ? view.size() : view.size() - std::min(view.size(), mp3_lookahead_bytes - 1);
    for (; index + mp3_header_bytes <= view.size() && index < limit; ++index) {
        if (view[index] != '\xff' || !may_follow_sync(byte_at(view, index + 1), byte_at(view, index + 2))) {
            continue;
        }
        const auto ahead = view.substr(index);
        const auto frame = parse_mp3_frame(ahead);
        if (frame && follow_frames(ahead, *frame, is_end) == Chain::confirmed) {
            return index;
        }
    }
    return view.size();
}

}  // namespace

Chain follow_frames(std::string_view ahead, const Mp3Frame& first, bool is_end) {
    std::size_t next = static_cast<std::size_t>(first.length_bytes);
    for (int followers = 0; followers < 2; ++followers) {
        if (next >= ahead.size()) {
            return !is_end ? Chain::unknown : next == ahead.size() ? Chain::confirmed : Chain::broken;
        }
        const auto rest = ahead.substr(next);
        if (is_trailing_tag(rest)) {
            return Chain::confirmed;
        }
        const auto frame = parse_mp3_frame(rest);
        if (!frame && !is_end && rest.size() < mp3_header_bytes) {
            return Chain::unknown;
        }
        if (!frame || !frame->same_stream(first)) {
            return Chain::broken;
        }
        next += static_cast<std::size_t>(frame->length_bytes);
    }
    return Chain::confirmed;
}

std::chrono::milliseconds Mp3Walk::duration() const {
    return std::chrono::milliseconds((ticks + ticks_per_second / 2000) / (ticks_per_second / 1000));
}

Result<Mp3Walk> walk_frames(ByteSource& source, const Mp3Frame& first, std::int64_t begin, std::int64_t end) {
    Window window(source, window_bytes);
    Mp3Walk walk;
    Mp3Frame stream = first;
    std::int64_t position = begin;
    while (position < end) {
        MOORING_TRY(std::string_view view, window.at(position, mp3_lookahead_bytes));
        view =
            view.substr(0, static_cast<std::size_t>(std::min(end - position, static_cast<std::int64_t>(view.size()))));
        const bool is_end =
            view.size() < mp3_lookahead_bytes || position + static_cast<std::int64_t>(view.size()) == end;
        std::size_t index = 0;
        while (index < view.size() && (is_end || view.size() - index >= mp3_lookahead_bytes)) {
            const auto frame = parse_mp3_frame(view.substr(index));
            if (frame && frame->same_stream(stream)) {
                const std::size_t after = index + static_cast<std::size_t>(frame->length_bytes);
                if (after <= view.size()) {
                    count(walk, *frame);
                }
                index = std::min(after, view.size());
                continue;
            }
            const std::size_t sync = find_sync(view, index, is_end);
            if (sync < view.size()) {
                index = sync;
                stream = *parse_mp3_frame(view.substr(sync));
            } else {
                // Nothing here: keep as much as the next look needs, or all of the end is passed.
                index = is_end ? view.size() : view.size() - (mp3_lookahead_bytes - 1);
            }
        }
        position += static_cast<std::int64_t>(index);
        if (is_end) {
            break;
        }
    }
    return walk;
}

}  // namespace mooring::media
