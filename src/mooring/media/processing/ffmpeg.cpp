#include "mooring/media/processing/ffmpeg.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "mooring/base/utf8.hpp"
#include "mooring/media/processing/failure.hpp"

namespace mooring::media::processing {
namespace {

// A picture of 8K has 33 million.
constexpr int most_pixels = 40'000'000;

// Everything that podcasters' tools and cameras record with. Not for ffprobe, which gives up on a file with one stream
// that it may not look into, be it a cover or subtitles.
constexpr std::string_view decoders =
    "mp3,mp3float,aac,alac,flac,vorbis,opus,libopus,ac3,eac3,mp2,mp2float,"
    "pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,"
    "pcm_f64be,pcm_mulaw,pcm_alaw,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,"
    "h264,hevc,mpeg4,mjpeg,prores,dnxhd,vp8,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,theora";

/// Reads `key=value` lines as they come and keeps the share that is done. Source: ffmpeg(1), -progress.
class ProgressReader {
public:
    ProgressReader(const std::function<void(double)>& report, microseconds whole) : report_(report), whole_(whole) {}

    Result<void> operator()(std::string_view bytes) {
        for (const char next : bytes) {
            if (next == '\n') {
                take(line_);
                line_.clear();
            } else if (line_.size() < 256) {
                line_.push_back(next);
            }
        }
        return ok();
    }

private:
    void take(std::string_view line) {
        constexpr std::string_view key = "out_time_us=";
        if (!report_ || !line.starts_with(key) || whole_.count() <= 0) return;
        const auto done = parse_decimal(line.substr(key.size()));
        if (!done || *done < 0) return;
        const double share = std::min(1.0, static_cast<double>(*done) / static_cast<double>(whole_.count()));
        if (share <= last_) return;
        last_ = share;
        report_(share);
    }

    const std::function<void(double)>& report_;
    microseconds whole_;
    std::string line_;
    double last_ = 0;
};

/// The last line that FFmpeg wrote, as plain text, for the operator and the uploader.
std::string last_words(std::string_view errors, const Work& work) {
    const std::string_view text = trim_ascii(errors);
    std::string line{text.substr(text.rfind('\n') == std::string_view::npos ? 0 : text.rfind('\n') + 1)};
    for (const std::string& place : {"file:" + work.input, work.input, work.folder}) {
        for (auto at = line.find(place); at != std::string::npos; at = line.find(place)) {
            line.replace(at, place.size(), "the file");
        }
    }
    std::string plain;
    for (const char next : line) {
        if (next >= ' ' && next <= '~' && plain.size() < 200) plain.push_back(next);
    }
    return plain;
}

bool says(const confine::Ending& ending, std::string_view words) {
    return ending.errors.find(words) != std::string::npos;
}

}  // namespace

Result<std::string> path_of_descriptor(int descriptor) {
    std::error_code failed;
    const auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), failed);
    struct stat open {
    }, named{};
    if (failed || ::fstat(descriptor, &open) != 0 || ::stat(path.c_str(), &named) != 0 || open.st_ino != named.st_ino ||
        open.st_dev != named.st_dev || !S_ISREG(open.st_mode)) {
        return Error{Errc::unavailable, "the file has no path any more"};
    }
    return path.string();
}

std::vector<std::string> input_options(const std::string& path, Container container) {
    return {"-protocol_whitelist",
            "file,pipe",
            "-max_pixels",
            std::to_string(most_pixels),
            "-f",
            std::string{demuxer_of(container)},
            "-i",
            "file:" + path};
}

std::vector<std::string> decoding_options(const std::string& path, Container container) {
    std::vector<std::string> options = input_options(path, container);
    options.insert(options.begin(), {"-codec_whitelist", std::string{decoders}, "-threads", thread_count()});
    return options;
}

std::string thread_count() {
    return std::to_string(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
}

confine::Limits limits_for(microseconds duration, std::int64_t input_bytes, bool is_video) {
    // Sound decodes and encodes at a hundred times its speed on a slow core; film in several sizes can take several
    // times its length on many cores.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration);
    const std::chrono::seconds patience = std::chrono::minutes{2} + (is_video ? seconds * 20 : seconds / 2);
    confine::Limits limits;
    limits.cpu = is_video ? patience * 4 : patience;
    limits.wall = patience;
    limits.address_space_bytes = (is_video ? std::int64_t{8} : std::int64_t{2}) << 30;
    // A copy is as large as its source; an MP3 has at most 40 kB a second, a film of ours less than 1 MB.
    limits.file_bytes = input_bytes + (std::int64_t{64} << 20) + seconds.count() * (is_video ? 1'000'000 : 40'000);
    limits.open_files = 256;
    limits.threads = 256;
    return limits;
}

Error judge_ending(const confine::Ending& ending, const Work& work) {
    using Kind = confine::Ending::Kind;
    if (says(ending, "No space left on device") || says(ending, "Disk quota exceeded")) {
        return Error{Errc::no_space, "the disk is full"};
    }
    if (says(ending, "error while loading shared libraries")) {
        return Error{Errc::unsupported, "FFmpeg does not start: " + last_words(ending.errors, work)};
    }
    if (ending.kind == Kind::killed && ending.code == SIGKILL) {
        return Error{Errc::unavailable, "the media worker was killed"};  // by a person, or for memory
    }
    if (ending.kind == Kind::cpu_limit) {
        return reject(FailureReason::corrupt_media, "the file takes far more work to process than its length allows");
    }
    if (ending.kind == Kind::killed) {
        return reject(FailureReason::corrupt_media, "the file cannot be decoded: the decoder crashed on it");
    }
    return reject(FailureReason::corrupt_media, "the file cannot be decoded: " + last_words(ending.errors, work));
}

Result<confine::Ending> run_ffmpeg(const Work& work, const std::vector<std::string>& arguments, microseconds duration,
                                   const confine::Limits& limits,
                                   std::function<Result<void>(std::string_view)> reads_output) {
    std::vector<std::string> command{
        work.tools.ffmpeg, "-nostdin", "-hide_banner",    "-y", "-v", "error", "-nostats", "-stats_period", "0.25",
        "-progress",       "pipe:3",   "-max_error_rate", "0.1"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const confine::Confinement confinement{
        .work_folder = work.folder, .readable_files = {work.input}, .limits = limits, .walls = work.walls};
    auto ending = confine::run(
        command, confinement,
        {.output = std::move(reads_output), .progress = ProgressReader(work.on_progress, duration)}, work.stop);
    // Out of time but not of processor time: the machine has too much to do, which says nothing of the file.
    if (!ending) return ending.error();
    if (!ending->is_success()) return judge_ending(*ending, work);
    return ending;
}

}  // namespace mooring::media::processing
