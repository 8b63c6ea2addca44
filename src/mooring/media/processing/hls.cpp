#include "mooring/media/processing/hls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "mooring/media/byte_source.hpp"
#include "mooring/media/processing/ffmpeg.hpp"
#include "mooring/media/processing/fragment.hpp"
#include "mooring/media/processing/playlist.hpp"

namespace mooring::media::processing {
namespace {

namespace fs = std::filesystem;

constexpr double segment_seconds = 6;
constexpr double keyframe_seconds = 2;      // every third begins a segment
constexpr double most_apart_seconds = 0.5;  // delivery.md, "HLS playlists"
constexpr std::int64_t most_playlist_bytes = 16 << 20;

std::string folder_of(const Rung& rung) {
    return "v" + std::to_string(std::min(rung.width, rung.height));
}

/// What encoders delay is told by one edit in the initialization segment, which every player reads, Chromium's media
/// source among them; FFmpeg's default of shifting times instead would part sound and picture.
std::vector<std::string> muxer_options(const std::string& folder) {
    return {"-map_metadata",
            "-1",
            "-map_chapters",
            "-1",
            "-avoid_negative_ts",
            "disabled",
            "-f",
            "hls",
            "-hls_time",
            fmt::format("{}", segment_seconds),
            "-hls_playlist_type",
            "vod",
            "-hls_segment_type",
            "fmp4",
            "-hls_flags",
            "independent_segments",
            "-hls_fmp4_init_filename",
            "init.mp4",
            "-hls_segment_filename",
            folder + "/%05d.m4s",
            folder + "/index.m3u8"};
}

/// One picture, scaled to each size. Pixels become square, so that RESOLUTION says all.
std::string filters(const VideoTrack& video, const std::vector<Rung>& rungs) {
    std::string graph = fmt::format("[0:{}]fps={:.5f},split={}", video.stream,
                                    ladder_frame_rate(video.frames_per_second), rungs.size());
    for (std::size_t index = 0; index < rungs.size(); ++index) graph += fmt::format("[s{}]", index);
    for (std::size_t index = 0; index < rungs.size(); ++index) {
        graph += fmt::format(";[s{}]scale={}:{}:flags=bicubic,setsar=1,format=yuv420p[v{}]", index, rungs[index].width,
                             rungs[index].height, index);
    }
    return graph;
}

std::vector<std::string> command(const Work& work, const MediaFacts& facts, const std::vector<Rung>& rungs,
                                 const HlsOptions& options) {
    const AudioTrack& sound = facts.audio.front();
    std::vector<std::string> arguments = decoding_options(work.input, facts.container);
    const auto add = [&](std::vector<std::string> more) {
        for (std::string& argument : more) arguments.push_back(std::move(argument));
    };
    add({"-filter_complex", filters(facts.video.front(), rungs)});
    for (std::size_t index = 0; index < rungs.size(); ++index) {
        const Rung& rung = rungs[index];
        const std::string most = std::to_string(rung.most_kbps) + "k";
        add({"-map",
             fmt::format("[v{}]", index),
             "-threads",
             thread_count(),
             "-c:v",
             "libx264",
             "-preset",
             options.preset,
             "-profile:v",
             "high",
             "-crf",
             "23",
             "-maxrate",
             most,
             "-bufsize",
             std::to_string(2 * rung.most_kbps) + "k",
             "-sc_threshold",
             "0",
             "-force_key_frames",
             fmt::format("expr:gte(t,n_forced*{})", keyframe_seconds)});
        add(muxer_options("hls/" + folder_of(rung)));
    }
    const bool is_mono = sound.channels == 1;
    add({"-map", fmt::format("0:{}", sound.stream), "-c:a", "aac", "-b:a", is_mono ? "64k" : "128k", "-ac",
         is_mono ? "1" : "2", "-ar", "48000"});
    add(muxer_options("hls/audio"));
    return arguments;
}

Error wrong(const std::string& what) {
    return Error{Errc::internal, "the made HLS " + what};
}

std::int64_t bits_per_second(std::int64_t bytes, double seconds) {
    return static_cast<std::int64_t>(std::llround(static_cast<double>(bytes) * 8 / seconds));
}

/// A rendition as it was found on disk.
struct Rendition {
    MediaPlaylist playlist;
    std::string codec;
    std::int64_t peak_bps = 0, average_bps = 0;
};

class Collector {
public:
    Collector(std::string folder, double film_seconds) : folder_(std::move(folder)), film_seconds_(film_seconds) {}

    Result<void> add(const std::string& name, const char* mime_type) {
        std::error_code failed;
        const auto status = fs::symlink_status(folder_ + "/" + name, failed);
        const auto size = fs::file_size(folder_ + "/" + name, failed);
        if (failed || !fs::is_regular_file(status) || size == 0) return wrong("has no file " + name);
        files_.push_back({.name = name, .mime_type = mime_type, .size_bytes = static_cast<std::int64_t>(size)});
        return ok();
    }

    Result<void> write(const std::string& name, const std::string& text) {
        std::ofstream file(folder_ + "/" + name, std::ios::binary);
        file << text;
        if (!file.flush()) return Error{Errc::no_space, "the disk is full"};
        return add(name, "application/vnd.apple.mpegurl");
    }

    /// Read back the rendition in `place` and add its files.
    Result<Rendition> read(const std::string& place, const char* mime_type) {
        MOORING_CHECK(add(place + "/index.m3u8", "application/vnd.apple.mpegurl"));
        MOORING_TRY(FileSource source, FileSource::open(folder_ + "/" + place + "/index.m3u8"));
        if (source.available_bytes() > most_playlist_bytes) return wrong("playlist is too long");
        MOORING_TRY(const std::string text, read_string(source, 0, static_cast<std::size_t>(source.available_bytes())));
        Rendition rendition;
        MOORING_TRY(rendition.playlist, read_media_playlist(text));
        const double seconds = rendition.playlist.seconds();
        if (std::abs(seconds - film_seconds_) > most_apart_seconds + film_seconds_ / 1000) {
            return wrong(fmt::format("in {} lasts {:.3f} s instead of {:.3f} s", place, seconds, film_seconds_));
        }
        const std::string initialization = place + "/" + rendition.playlist.initialization;
        MOORING_CHECK(add(initialization, mime_type));
        MOORING_TRY(FileSource head, FileSource::open(folder_ + "/" + initialization));
        MOORING_TRY(rendition.codec, codec_of(head));
        std::int64_t bytes = 0;
        for (const Segment& segment : rendition.playlist.segments) {
            MOORING_CHECK(add(place + "/" + segment.name, mime_type));
            files_.back().seconds = segment.seconds;
            bytes += files_.back().size_bytes;
            // A last piece of some milliseconds would make a peak that nobody meets.
            const double over = std::max(segment.seconds, 1.0);
            rendition.peak_bps = std::max(rendition.peak_bps, bits_per_second(files_.back().size_bytes, over));
        }
        rendition.average_bps = bits_per_second(bytes, std::max(seconds, 0.001));
        return rendition;
    }

    /// Add the I-frame playlist of a rendition of pictures.
    Result<void> add_iframes(const std::string& place, const Rendition& rendition, Variant& variant) {
        std::vector<std::int64_t> ends;
        std::int64_t bytes = 0;
        for (const Segment& segment : rendition.playlist.segments) {
            MOORING_TRY(FileSource source, FileSource::open(folder_ + "/" + place + "/" + segment.name));
            MOORING_TRY(const std::int64_t end, end_of_first_frame(source));
            ends.push_back(end);
            bytes += end;
            variant.iframes_peak_bps =
                std::max(variant.iframes_peak_bps, bits_per_second(end, std::max(segment.seconds, 1.0)));
        }
        variant.iframes_average_bps =
            std::max<std::int64_t>(1, bits_per_second(bytes, std::max(rendition.playlist.seconds(), 0.001)));
        variant.iframes_uri = place + "/iframes.m3u8";
        return write(variant.iframes_uri, write_iframe_playlist(rendition.playlist, ends));
    }

    std::vector<HlsFile> take() { return std::move(files_); }

private:
    std::string folder_;
    double film_seconds_;
    std::vector<HlsFile> files_;
};

Result<void> make_folders(const std::string& root, const std::vector<Rung>& rungs) {
    std::error_code failed;
    fs::remove_all(root, failed);  // what a killed worker left
    fs::create_directory(root, failed);
    if (!failed) fs::create_directory(root + "/audio", failed);
    for (const Rung& rung : rungs) {
        if (!failed) fs::create_directory(root + "/" + folder_of(rung), failed);
    }
    if (!failed) return ok();
    return Error{failed == std::errc::no_space_on_device ? Errc::no_space : Errc::unavailable,
                 "cannot make folders for HLS: " + failed.message()};
}

}  // namespace

Result<Hls> make_hls(const Work& work, const MediaFacts& facts, const HlsOptions& options) {
    if (facts.audio.empty() || !facts.is_video() || facts.video.front().width < 4 || facts.video.front().height < 4) {
        return Error{Errc::invalid_argument, "HLS is made of films with sound"};
    }
    const VideoTrack& video = facts.video.front();
    const microseconds duration = std::max(video.duration, facts.audio.front().duration);
    Hls hls{.folder = work.folder + "/hls",
            .rungs = make_ladder(video.width, video.height, options.sides),
            .duration = video.duration};
    MOORING_CHECK(make_folders(hls.folder, hls.rungs));
    MOORING_CHECK(run_ffmpeg(work, command(work, facts, hls.rungs, options), duration,
                             limits_for(duration, facts.size_bytes, true)));

    const auto seconds_of = [](microseconds time) { return std::chrono::duration<double>(time).count(); };
    Collector sound_files(hls.folder, seconds_of(facts.audio.front().duration));
    MOORING_TRY(const Rendition sound, sound_files.read("audio", "audio/mp4"));
    Collector files(hls.folder, seconds_of(video.duration));
    std::vector<Variant> variants;
    for (const Rung& rung : hls.rungs) {
        const std::string place = folder_of(rung);
        MOORING_TRY(const Rendition rendition, files.read(place, "video/mp4"));
        Variant variant{.uri = place + "/index.m3u8",
                        .codecs = rendition.codec + "," + sound.codec,
                        .peak_bps = rendition.peak_bps + sound.peak_bps,
                        .average_bps = rendition.average_bps + sound.average_bps,
                        .width = rung.width,
                        .height = rung.height,
                        .frames_per_second = ladder_frame_rate(video.frames_per_second)};
        MOORING_CHECK(files.add_iframes(place, rendition, variant));
        variants.push_back(std::move(variant));
    }
    variants.push_back({.uri = "audio/index.m3u8",
                        .codecs = sound.codec,
                        .peak_bps = sound.peak_bps,
                        .average_bps = sound.average_bps});
    const bool is_mono = facts.audio.front().channels == 1;
    MOORING_CHECK(files.write("master.m3u8", write_master_playlist(variants, "audio/index.m3u8", is_mono ? 1 : 2)));

    hls.files = files.take();
    std::rotate(hls.files.begin(), hls.files.end() - 1, hls.files.end());
    for (HlsFile& file : sound_files.take()) hls.files.push_back(std::move(file));
    for (const HlsFile& file : hls.files) hls.size_bytes += file.size_bytes;
    if (work.on_progress) work.on_progress(1.0);
    return hls;
}

}  // namespace mooring::media::processing
