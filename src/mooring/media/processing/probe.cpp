#include "mooring/media/processing/probe.hpp"

#include "mooring/media/mp3.hpp"
#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/ffmpeg.hpp"
#include "mooring/media/processing/ffprobe_report.hpp"
#include "mooring/media/processing/mp4_layout.hpp"
#include "mooring/media/processing/wav_layout.hpp"

namespace mooring::media::processing {
namespace {

constexpr std::size_t most_report_bytes = 4 << 20;

confine::Limits probe_limits() {
    return {.cpu = std::chrono::seconds{60},
            .wall = std::chrono::minutes{3},
            .address_space_bytes = std::int64_t{2} << 30,
            .file_bytes = 0,  // it writes nothing
            .open_files = 32,
            .threads = 64};
}

Error unreadable(Container container) {
    return reject(FailureReason::corrupt_media,
                  "the file begins like " + std::string{to_string(container)} + " but cannot be read as such");
}

Result<MediaFacts> ask_ffprobe(const Work& work, Container container) {
    std::vector<std::string> command{work.tools.ffprobe, "-hide_banner", "-v", "error"};
    for (std::string& option : input_options(work.input, container)) command.push_back(std::move(option));
    for (const char* option : {"-of", "json", "-show_format", "-show_streams", "-show_chapters", "-threads", "1"}) {
        command.emplace_back(option);
    }
    std::string report;
    const auto keep = [&](std::string_view bytes) -> Result<void> {
        if (report.size() + bytes.size() > most_report_bytes) {
            return reject(FailureReason::corrupt_media, "the file says more about itself than can be read");
        }
        report.append(bytes);
        return ok();
    };
    const confine::Confinement confinement{
        .work_folder = work.folder, .readable_files = {work.input}, .limits = probe_limits(), .walls = work.walls};
    auto ending = confine::run(command, confinement, {.output = keep}, work.stop);
    if (!ending) return ending.error();
    if (!ending->is_success()) {
        Error error = judge_ending(*ending, work);
        return failure_reason(error) ? unreadable(container) : std::move(error);
    }
    auto facts = read_ffprobe_report(report);
    if (!facts) return unreadable(container);
    return facts;
}

Error cut_off() {
    return reject(FailureReason::corrupt_media, "the file is cut off: it ends before its last part does");
}

/// A file cut off while it was copied ends inside a box. Told before FFmpeg makes the best of it.
Result<void> add_layout(ByteSource& source, MediaFacts& facts) {
    MOORING_TRY(const Mp4Layout layout, read_mp4_layout(source));
    if (layout.is_truncated) return cut_off();
    if (!layout.has_index) {
        return reject(FailureReason::corrupt_media,
                      "the file has no index of its tracks: its recording did not finish");
    }
    facts.is_fast_start = layout.is_fast_start;
    facts.is_fragmented = layout.is_fragmented;
    return ok();
}

/// The frames are counted: headers of MP3s tell the wrong length often enough.
Result<void> add_mp3_facts(ByteSource& source, MediaFacts& facts) {
    MOORING_TRY(const Mp3Facts mp3, probe_mp3(source));
    if (facts.audio.empty()) return unreadable(Container::mp3);
    AudioTrack& track = facts.audio.front();
    track.duration = mp3.duration.value_or(std::chrono::milliseconds{0});
    track.bit_rate_bps = std::int64_t{mp3.bitrate_kbps} * 1000;
    facts.duration = track.duration;
    return ok();
}

}  // namespace

Result<MediaFacts> probe(const Work& work) {
    MOORING_TRY(FileSource source, FileSource::open(work.input));
    MOORING_TRY(const std::optional<Container> container, sniff_container(source));
    if (!container) {
        return reject(FailureReason::unsupported_media,
                      source.available_bytes() == 0
                          ? "the file is empty"
                          : "the file is none of mp3, m4a, mp4, mov, wav, aiff, aifc, flac and ogg");
    }
    const bool has_boxes = *container == Container::mp4 || *container == Container::mov;
    MediaFacts layout;
    if (has_boxes) MOORING_CHECK(add_layout(source, layout));
    if (*container == Container::wav) {
        MOORING_TRY(const bool is_cut_off, is_wav_cut_off(source));
        if (is_cut_off) return cut_off();
    }
    MOORING_TRY(MediaFacts facts, ask_ffprobe(work, *container));
    facts.container = *container;
    facts.size_bytes = source.available_bytes();
    facts.is_fast_start = layout.is_fast_start;
    facts.is_fragmented = layout.is_fragmented;
    if (*container == Container::mp3) MOORING_CHECK(add_mp3_facts(source, facts));
    return facts;
}

}  // namespace mooring::media::processing
