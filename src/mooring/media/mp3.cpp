#include "mooring/media/mp3.hpp"

#include <algorithm>
#include <array>

#include "mooring/media/mp3_extent.hpp"
#include "mooring/media/mp3_walk.hpp"

namespace mooring::media {
namespace {

constexpr std::size_t search_bytes = 64 * 1024;  // publishing-v1.md, 9.4.3, step 3

Error not_an_mp3() {
    return invalid("file", "File must be an MP3 file");
}

/// Step 2: what the bytes after the tags must not begin with.
bool is_other_format(std::string_view bytes) {
    using namespace std::string_view_literals;
    constexpr std::array starts{"RIFF"sv, "OggS"sv,       "fLaC"sv, "FORM"sv, "caff"sv, "\x1A\x45\xDF\xA3"sv,
                                "%PDF"sv, "PK\x03\x04"sv, "<"sv};
    return std::any_of(starts.begin(), starts.end(), [&](auto start) { return bytes.starts_with(start); }) ||
           (bytes.size() >= 8 && bytes.substr(4, 4) == "ftyp");
}

struct FirstFrame {
    std::int64_t begin = 0;
    Mp3Frame frame;
    std::optional<EncoderHeader> header;
    std::int64_t tags_end = 0;
};

/// Steps 1 to 4.
Result<FirstFrame> find_first_frame(ByteSource& source) {
    if (source.available_bytes() == 0) {
        return source.is_complete() ? invalid("file", "File is empty")
                                    : Error{Errc::unavailable, "no byte of the file is at hand"};
    }
    const Error too_short{Errc::unavailable, "the bytes at hand end before the first frames do"};
    MOORING_TRY(const std::int64_t tags_end, end_of_leading_tags(source));
    if (tags_end >= source.available_bytes()) {
        const bool is_beyond = source.total_bytes() && tags_end >= *source.total_bytes();
        return is_beyond ? not_an_mp3() : too_short;
    }
    MOORING_TRY(const std::string view, read_string(source, tags_end, search_bytes + mp3_lookahead_bytes));
    const bool is_end =
        source.is_complete() && tags_end + static_cast<std::int64_t>(view.size()) == source.available_bytes();
    if (is_other_format(view)) {
        return not_an_mp3();
    }
    bool is_cut = !source.is_complete() && view.size() < mp3_lookahead_bytes;
    const std::string_view bytes = view;
    for (std::size_t index = bytes.find('\xff'); index < std::min(search_bytes, bytes.size());
         index = bytes.find('\xff', index + 1)) {
        const auto ahead = bytes.substr(index);
        const auto frame = parse_mp3_frame(ahead);
        if (!frame) {
            continue;
        }
        const Chain chain = follow_frames(ahead, *frame, is_end);
        is_cut = is_cut || chain == Chain::unknown;
        if (chain == Chain::confirmed) {
            return FirstFrame{.begin = tags_end + static_cast<std::int64_t>(index),
                              .frame = *frame,
                              .header = parse_encoder_header(ahead, *frame),
                              .tags_end = tags_end};
        }
    }
    return is_cut ? too_short : not_an_mp3();
}

std::chrono::milliseconds duration_of(std::int64_t frames, const Mp3Frame& frame) {
    const std::int64_t samples = frames * frame.samples;
    return std::chrono::milliseconds((samples * 1000 + frame.sample_rate_hz / 2) / frame.sample_rate_hz);
}

int average_kbps(std::int64_t bytes, std::chrono::milliseconds duration) {
    return duration.count() == 0 ? 0 : static_cast<int>((bytes * 8 + duration.count() / 2) / duration.count());
}

/// True when two measures agree: within one in a hundred, or `slack`.
bool is_close(std::int64_t claimed, std::int64_t counted, std::int64_t slack) {
    return std::abs(claimed - counted) <= std::max(slack, counted / 100);
}

/// True when so many frames can lie in so many bytes, with a tenth to spare for what is not sound.
bool can_hold(std::int64_t bytes, std::int64_t frames, const Mp3Frame& frame) {
    const auto bounds = frame_length_bounds(frame);
    return frames * bounds.shortest <= bytes && (frames + 2) * bounds.longest >= bytes - bytes / 10;
}

/// The claimed number of frames, if it is plausible for a file of which only the head is known.
std::optional<std::int64_t> plausible_frames(const FirstFrame& first, std::optional<std::int64_t> total_bytes) {
    constexpr std::int64_t longest_seconds = 7 * 24 * 3600;
    if (!first.header || !first.header->frames || !total_bytes) {
        return std::nullopt;
    }
    const std::int64_t frames = *first.header->frames;
    const std::int64_t sound_bytes = *total_bytes - first.begin - first.frame.length_bytes;
    if (frames * first.frame.samples / first.frame.sample_rate_hz > longest_seconds ||
        !can_hold(sound_bytes, frames, first.frame)) {
        return std::nullopt;
    }
    if (first.header->bytes && std::abs(*first.header->bytes - (*total_bytes - first.begin)) > *total_bytes / 10) {
        return std::nullopt;  // written for another file, or for one that was cut
    }
    if (first.header->kind == EncoderHeader::Kind::info) {
        // One bitrate throughout, so size and count must agree.
        const std::int64_t expected = sound_bytes / first.frame.length_bytes;
        if (std::abs(frames - expected) > std::max<std::int64_t>(2, expected / 10)) {
            return std::nullopt;
        }
    }
    return frames;
}

Mp3Facts facts_of(const FirstFrame& first) {
    Mp3Facts facts;
    facts.version = first.frame.version;
    facts.sample_rate_hz = first.frame.sample_rate_hz;
    facts.channels = first.frame.channels;
    facts.bitrate_kbps = first.frame.bitrate_kbps;
    facts.media_begin = first.tags_end;
    return facts;
}

std::int64_t begin_of_sound(const FirstFrame& first) {
    return first.begin + (first.header ? first.frame.length_bytes : 0);
}

Mp3Facts measure_head(const FirstFrame& first, const Mp3Walk& walk, std::optional<std::int64_t> total_bytes,
                      std::int64_t available_bytes) {
    Mp3Facts facts = facts_of(first);
    facts.media_end = total_bytes.value_or(available_bytes);
    facts.is_vbr = !walk.has_one_bitrate || (first.header && first.header->kind != EncoderHeader::Kind::info);
    facts.bitrate_kbps = walk.bitrate_kbps.value_or(first.frame.bitrate_kbps);
    if (const auto frames = plausible_frames(first, total_bytes)) {
        facts.frame_count = frames;
        facts.duration = duration_of(*frames, first.frame);
        if (facts.is_vbr) {
            facts.bitrate_kbps = average_kbps(facts.media_end - first.begin, *facts.duration);
        }
    }
    return facts;
}

Mp3Facts measure_whole(const FirstFrame& first, const Mp3Walk& walk, std::int64_t media_end) {
    Mp3Facts facts = facts_of(first);
    facts.media_end = media_end;
    facts.is_vbr = !walk.has_one_bitrate;
    if (walk.frames == 0) {
        return facts;  // an encoder's header and nothing else: recognised, but silent
    }
    facts.frame_count = walk.frames;
    facts.duration = walk.duration();
    facts.bitrate_kbps = facts.is_vbr ? average_kbps(walk.bytes, walk.duration()) : walk.bitrate_kbps.value_or(0);
    if (first.header && first.header->frames) {
        const auto claimed = duration_of(*first.header->frames, first.frame);
        if (is_close(claimed.count(), facts.duration->count(), duration_of(2, first.frame).count())) {
            facts.frame_count = first.header->frames;
            facts.duration = claimed;
        }
    }
    return facts;
}

}  // namespace

Result<Mp3Facts> probe_mp3(ByteSource& source) {
    MOORING_TRY(const FirstFrame first, find_first_frame(source));
    if (!source.is_complete()) {
        MOORING_TRY(const Mp3Walk walk,
                    walk_frames(source, first.frame, begin_of_sound(first), source.available_bytes()));
        return measure_head(first, walk, source.total_bytes(), source.available_bytes());
    }
    MOORING_TRY(const std::int64_t media_end, begin_of_trailing_tags(source, first.begin + first.frame.length_bytes));
    MOORING_TRY(const Mp3Walk walk, walk_frames(source, first.frame, begin_of_sound(first), media_end));
    return measure_whole(first, walk, media_end);
}

std::optional<std::chrono::milliseconds> duration_from_head(std::string_view head,
                                                            std::optional<std::int64_t> total_bytes) {
    MemorySource source(head, total_bytes);
    const auto facts = probe_mp3(source);
    if (!facts || facts->duration || facts->is_vbr || !source.total_bytes() || facts->bitrate_kbps == 0) {
        return facts ? facts->duration : std::nullopt;
    }
    return std::chrono::milliseconds((*source.total_bytes() - facts->media_begin) * 8 / facts->bitrate_kbps);
}

}  // namespace mooring::media
