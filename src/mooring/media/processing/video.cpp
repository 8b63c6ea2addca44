#include "mooring/media/processing/video.hpp"

#include <algorithm>

#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/ffmpeg.hpp"
#include "mooring/media/processing/ladder.hpp"
#include "mooring/media/processing/probe.hpp"

namespace mooring::media::processing {
namespace {

constexpr int most_side = 1080;

std::vector<std::string> encoder_options(const VideoTrack& video, const AudioTrack& sound) {
    const int side = std::min({video.width, video.height, most_side});
    const int sides[] = {side};
    const Rung rung = make_ladder(video.width, video.height, sides).front();
    return {"-threads",
            thread_count(),
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-profile:v",
            "high",
            "-crf",
            "23",
            "-maxrate",
            std::to_string(rung.most_kbps) + "k",
            "-bufsize",
            std::to_string(2 * rung.most_kbps) + "k",
            "-vf",
            "scale=" + std::to_string(rung.width) + ":" + std::to_string(rung.height) + ",setsar=1,format=yuv420p",
            "-c:a",
            "aac",
            "-b:a",
            "128k",
            "-ac",
            sound.channels == 1 ? "1" : "2"};
}

Result<void> describe(const Work& work, PreparedVideo& video, microseconds wanted) {
    const Work check{
        .input = video.path, .folder = work.folder, .tools = work.tools, .stop = work.stop, .walls = work.walls};
    const auto made = probe(check);
    const auto wrong = [](const std::string& what) { return Error{Errc::internal, "the made video file " + what}; };
    if (!made) {
        return failure_reason(made.error()) ? wrong("cannot be read: " + made.error().message) : made.error();
    }
    if (made->video.size() != 1 || made->audio.size() != 1 || plan_video(*made) != VideoPlan::keep) {
        return wrong("is not of the form that was asked for");
    }
    const microseconds length = made->video.front().duration;
    const microseconds apart = length > wanted ? length - wanted : wanted - length;
    if (apart > std::max<microseconds>(std::chrono::seconds{1}, wanted / 100)) return wrong("has another length");
    video.size_bytes = made->size_bytes;
    video.duration = length;
    video.width = made->video.front().width;
    video.height = made->video.front().height;
    return ok();
}

}  // namespace

VideoPlan plan_video(const MediaFacts& facts) {
    const VideoTrack& video = facts.video.front();
    // Other pixel formats, such as 10 bits or 4:4:4, play in few apps.
    const bool plays_everywhere = video.codec == "h264" &&
                                  (video.pixel_format == "yuv420p" || video.pixel_format == "yuvj420p") &&
                                  !facts.audio.empty() && facts.audio.front().codec == "aac";
    if (!plays_everywhere) return VideoPlan::encode;
    const bool is_plain = facts.container == Container::mp4 && facts.is_fast_start && !facts.is_fragmented &&
                          facts.audio.size() == 1 && facts.video.size() == 1;
    return is_plain ? VideoPlan::keep : VideoPlan::copy;
}

Result<PreparedVideo> prepare_video(const Work& work, const MediaFacts& facts) {
    if (!facts.is_video() || facts.audio.empty()) return Error{Errc::invalid_argument, "a film has picture and sound"};
    const VideoTrack& track = facts.video.front();
    PreparedVideo video{.plan = plan_video(facts),
                        .path = work.input,
                        .size_bytes = facts.size_bytes,
                        .duration = track.duration,
                        .width = track.width,
                        .height = track.height};
    if (video.plan != VideoPlan::keep) {
        video.path = work.folder + "/video.mp4";
        std::vector<std::string> arguments = decoding_options(work.input, facts.container);
        arguments.insert(arguments.end(), {"-map", "0:" + std::to_string(track.stream), "-map",
                                           "0:" + std::to_string(facts.audio.front().stream)});
        const std::vector<std::string> codecs = video.plan == VideoPlan::copy
                                                    ? std::vector<std::string>{"-c", "copy"}
                                                    : encoder_options(track, facts.audio.front());
        arguments.insert(arguments.end(), codecs.begin(), codecs.end());
        arguments.insert(arguments.end(), {"-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart",
                                           "-f", "mp4", "file:" + video.path});
        MOORING_CHECK(run_ffmpeg(work, arguments, track.duration, limits_for(track.duration, facts.size_bytes, true)));
        MOORING_CHECK(describe(work, video, track.duration));
    }
    video.bitrate_kbps = static_cast<int>(static_cast<double>(video.size_bytes) * 8000 /
                                          static_cast<double>(std::max<std::int64_t>(video.duration.count(), 1)));
    if (work.on_progress) work.on_progress(1.0);
    return video;
}

}  // namespace mooring::media::processing
