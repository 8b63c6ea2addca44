#include "mooring/media/processing/audio.hpp"

#include <algorithm>

#include "mooring/media/mp3.hpp"
#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/ffmpeg.hpp"
#include "mooring/media/processing/probe.hpp"
#include "mooring/media/processing/sound_meter.hpp"

namespace mooring::media::processing {
namespace {

constexpr int made_rate_hz = 44'100;  // delivery.md, 5.7

struct Shape {
    int channels;
    int sample_rate_hz;
};

/// How the sound is decoded for measuring: as it is, but never more than two channels.
Shape measured_shape(const AudioTrack& track) {
    return {.channels = std::min(track.channels, 2), .sample_rate_hz = std::clamp(track.sample_rate_hz, 8000, 192'000)};
}

std::vector<std::string> product_options(AudioPlan plan, const AudioTrack& track) {
    const std::vector<std::string> bare{"-map_metadata", "-1", "-map_chapters", "-1"};
    std::vector<std::string> options;
    if (plan == AudioPlan::copy_aac) {
        options = {"-c:a", "copy", "-movflags", "+faststart", "-f", "ipod"};
    } else {
        const bool is_mono = track.channels == 1;
        options = {"-c:a", "libmp3lame",
                   "-b:a", is_mono ? "64k" : "128k",
                   "-ac",  is_mono ? "1" : "2",
                   "-ar",  std::to_string(made_rate_hz),
                   "-f",   "mp3"};
    }
    options.insert(options.begin(), bare.begin(), bare.end());
    return options;
}

std::string product_name(AudioPlan plan) {
    return plan == AudioPlan::copy_aac ? "audio.m4a" : "audio.mp3";
}

bool is_kept(AudioPlan plan) {
    return plan == AudioPlan::keep_mp3 || plan == AudioPlan::keep_m4a;
}

std::string seconds_text(microseconds time) {
    return std::to_string(std::chrono::round<std::chrono::seconds>(time).count()) + " s";
}

/// The decoder has to have brought about what the headers promised.
Result<void> check_decoded(microseconds decoded, microseconds claimed) {
    if (decoded < std::chrono::milliseconds{1}) {
        return reject(FailureReason::corrupt_media, "there is no sound in the file that can be decoded");
    }
    const microseconds slack = std::max<microseconds>(std::chrono::seconds{2}, claimed / 50);
    if (decoded + slack < claimed) {
        return reject(FailureReason::corrupt_media, "the file says that it lasts " + seconds_text(claimed) +
                                                        ", but only " + seconds_text(decoded) + " can be decoded");
    }
    return ok();
}

/// Probe what was made like any other file. That it is wrong is a fault of ours, not of the input.
Result<void> describe_product(const Work& work, PreparedAudio& audio, microseconds decoded) {
    Work check{.input = audio.path, .folder = work.folder, .tools = work.tools, .stop = work.stop, .walls = work.walls};
    auto made = probe(check);
    const auto wrong = [](const std::string& what) { return Error{Errc::internal, "the made audio file " + what}; };
    if (!made) {
        return failure_reason(made.error()) ? wrong("cannot be read: " + made.error().message) : made.error();
    }
    if (made->audio.size() != 1 || made->is_video() || !made->is_fast_start)
        return wrong("has other tracks than asked for");
    const AudioTrack& track = made->audio.front();
    if (track.codec != (audio.plan == AudioPlan::copy_aac ? "aac" : "mp3")) return wrong("has another codec");
    // Encoders add silence at both ends; copies keep what edit lists hide.
    const microseconds apart = track.duration > decoded ? track.duration - decoded : decoded - track.duration;
    if (apart > std::max<microseconds>(std::chrono::milliseconds{500}, decoded / 100)) {
        return wrong("lasts " + seconds_text(track.duration) + " instead of " + seconds_text(decoded));
    }
    audio.duration = track.duration;
    audio.size_bytes = made->size_bytes;
    audio.sample_rate_hz = track.sample_rate_hz;
    audio.channels = track.channels;
    return ok();
}

}  // namespace

AudioPlan plan_audio(const MediaFacts& facts) {
    const std::string& codec = facts.audio.front().codec;
    if (facts.container == Container::mp3 && codec == "mp3") return AudioPlan::keep_mp3;
    if (codec == "aac" && (facts.container == Container::mp4 || facts.container == Container::mov)) {
        const bool is_plain = facts.container == Container::mp4 && facts.audio.size() == 1 && !facts.is_video() &&
                              facts.is_fast_start && !facts.is_fragmented;
        return is_plain ? AudioPlan::keep_m4a : AudioPlan::copy_aac;
    }
    return AudioPlan::encode_mp3;
}

Result<PreparedAudio> prepare_audio(const Work& work, const MediaFacts& facts) {
    if (facts.audio.empty()) return reject(FailureReason::no_audio_track, "the file has no sound track");
    const AudioTrack& track = facts.audio.front();
    const AudioPlan plan = plan_audio(facts);
    const std::string stream = "0:" + std::to_string(track.stream);
    const Shape shape = measured_shape(track);
    MOORING_TRY(SoundMeter meter, SoundMeter::make(shape.channels, shape.sample_rate_hz));

    std::vector<std::string> arguments = decoding_options(work.input, facts.container);
    PreparedAudio audio{.plan = plan, .path = work.input};
    if (!is_kept(plan)) {
        audio.path = work.folder + "/" + product_name(plan);
        arguments.insert(arguments.end(), {"-map", stream});
        for (std::string& option : product_options(plan, track)) arguments.push_back(std::move(option));
        arguments.push_back("file:" + audio.path);
    }
    arguments.insert(arguments.end(), {"-map", stream, "-c:a", "pcm_f32le", "-ac", std::to_string(shape.channels),
                                       "-ar", std::to_string(shape.sample_rate_hz), "-f", "f32le", "pipe:1"});
    MOORING_CHECK(run_ffmpeg(work, arguments, track.duration, limits_for(track.duration, facts.size_bytes, false),
                             [&](std::string_view bytes) { return meter.add(bytes); }));
    MOORING_CHECK(check_decoded(meter.duration(), track.duration));

    const bool is_m4a = plan == AudioPlan::keep_m4a || plan == AudioPlan::copy_aac;
    audio.mime_type = is_m4a ? "audio/mp4" : "audio/mpeg";
    audio.extension = is_m4a ? "m4a" : "mp3";
    if (is_kept(plan)) {
        audio.duration = track.duration;
        audio.size_bytes = facts.size_bytes;
        audio.sample_rate_hz = track.sample_rate_hz;
        audio.channels = track.channels;
    } else {
        MOORING_CHECK(describe_product(work, audio, meter.duration()));
    }
    audio.bitrate_kbps = static_cast<int>(static_cast<double>(audio.size_bytes) * 8000 /
                                          static_cast<double>(std::max<std::int64_t>(audio.duration.count(), 1)));
    audio.loudness = meter.loudness();
    audio.waveform = meter.waveform();
    if (work.on_progress) work.on_progress(1.0);
    return audio;
}

}  // namespace mooring::media::processing
