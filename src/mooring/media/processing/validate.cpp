#include "mooring/media/processing/validate.hpp"

#include <string>

#include "mooring/media/processing/failure.hpp"

namespace mooring::media::processing {
namespace {

std::string seconds_text(microseconds time) {
    const auto millis = std::chrono::round<std::chrono::milliseconds>(time).count();
    std::string fraction = std::to_string(millis % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    return std::to_string(millis / 1000) + "." + fraction + " s";
}

std::string mib_text(std::int64_t bytes) {
    return std::to_string(bytes >> 20) + " MiB";
}

Result<void> check_size(const MediaFacts& facts, const Rules& rules) {
    const std::int64_t most = facts.is_video() ? rules.most_video_bytes : rules.most_audio_bytes;
    if (facts.size_bytes <= most) return ok();
    return reject(FailureReason::media_too_large, std::string{facts.is_video() ? "a video" : "an audio file"} +
                                                      " may have " + mib_text(most) + ", this one has " +
                                                      mib_text(facts.size_bytes));
}

Result<void> check_sound(const MediaFacts& facts) {
    if (facts.audio.empty()) {
        return reject(FailureReason::no_audio_track,
                      facts.is_video() ? "the video has no sound track" : "the file has no sound track");
    }
    const AudioTrack& sound = facts.audio.front();
    if (sound.codec.empty() || sound.sample_rate_hz == 0 || sound.channels == 0) {
        return reject(FailureReason::unsupported_media, "the sound is in a codec that cannot be read here");
    }
    if (sound.duration < std::chrono::milliseconds{1}) {
        return reject(FailureReason::corrupt_media, "the sound lasts no time at all");
    }
    // Uncompressed sound takes the bytes that it takes; a file with fewer was cut off.
    if (sound.codec.starts_with("pcm_") && sound.bit_rate_bps > 0) {
        const double wanted =
            static_cast<double>(sound.bit_rate_bps) / 8 * std::chrono::duration<double>(sound.duration).count();
        if (wanted > static_cast<double>(facts.size_bytes) * 1.01 + 65'536) {
            return reject(FailureReason::corrupt_media, "the file is cut off: it says that it lasts " +
                                                            seconds_text(sound.duration) + " and has bytes for less");
        }
    }
    return ok();
}

Result<void> check_lengths(const MediaFacts& facts, const Rules& rules) {
    const microseconds sound = facts.audio.front().duration, picture = facts.video.front().duration;
    const auto words = [&](const char* longer, microseconds more, const char* shorter, microseconds less) {
        return std::string{"the "} + longer + " lasts " + seconds_text(more) + ", the " + shorter + " only " +
               seconds_text(less) + "; they may differ by " + seconds_text(rules.duration_tolerance);
    };
    if (sound > picture + rules.duration_tolerance) {
        return reject(FailureReason::audio_longer_than_video, words("sound", sound, "picture", picture));
    }
    if (picture > sound + rules.duration_tolerance) {
        return reject(FailureReason::video_longer_than_audio, words("picture", picture, "sound", sound));
    }
    return ok();
}

/// Inconsistent: some of primaries, transfer and matrix are said and some are not; or the brightness of HDR with the
/// primaries of SDR. Players would guess differently. The contract leaves the meaning open.
Result<void> check_color(const VideoTrack& video) {
    const ColorFacts& color = video.color;
    const bool says_any = !color.primaries.empty() || !color.transfer.empty() || !color.space.empty();
    const bool says_all = !color.primaries.empty() && !color.transfer.empty() && !color.space.empty();
    const bool is_hdr = color.transfer == "smpte2084" || color.transfer == "arib-std-b67";
    if ((says_any && !says_all) || (is_hdr && color.primaries != "bt2020")) {
        return reject(FailureReason::inconsistent_color,
                      "the video's colour details contradict each other or are incomplete");
    }
    return ok();
}

}  // namespace

Result<void> validate(const MediaFacts& facts, const Rules& rules) {
    MOORING_CHECK(check_size(facts, rules));
    MOORING_CHECK(check_sound(facts));
    if (!facts.is_video() || !rules.wants_video) return ok();
    const VideoTrack& video = facts.video.front();
    if (video.codec.empty() || video.width == 0 || video.height == 0) {
        return reject(FailureReason::unsupported_media, "the picture is in a codec that cannot be read here");
    }
    MOORING_CHECK(check_lengths(facts, rules));
    if (rules.checks_color) MOORING_CHECK(check_color(video));
    return ok();
}

}  // namespace mooring::media::processing
