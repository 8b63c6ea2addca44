// `process_media probe|audio|video|hls FILE FOLDER`: what the server does with an uploaded file, without a server.
// FOLDER is an existing empty folder; both paths are absolute. Prints one line.

#include <cstdio>
#include <string_view>

#include "mooring/media/processing/audio.hpp"
#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/hls.hpp"
#include "mooring/media/processing/probe.hpp"
#include "mooring/media/processing/validate.hpp"
#include "mooring/media/processing/video.hpp"

namespace {

using namespace mooring;
using namespace mooring::media::processing;

double seconds(microseconds time) {
    return std::chrono::duration<double>(time).count();
}

Result<void> process(std::string_view step, const Work& work) {
    MOORING_TRY(const MediaFacts facts, probe(work));
    MOORING_CHECK(validate(facts, {}));
    if (step == "audio") {
        MOORING_TRY(const PreparedAudio audio, prepare_audio(work, facts));
        std::printf("%s %.3f s, %d kbit/s, %.1f LUFS, %.1f dBTP, %zu peaks\n", audio.path.c_str(),
                    seconds(audio.duration), audio.bitrate_kbps, audio.loudness.integrated_lufs.value_or(-70),
                    audio.loudness.true_peak_dbtp.value_or(-99), audio.waveform.length());
    } else if (step == "video") {
        MOORING_TRY(const PreparedVideo video, prepare_video(work, facts));
        std::printf("%s %.3f s, %d kbit/s, %d x %d\n", video.path.c_str(), seconds(video.duration), video.bitrate_kbps,
                    video.width, video.height);
    } else if (step == "hls") {
        MOORING_TRY(const Hls hls, make_hls(work, facts));
        std::printf("%s %zu sizes, %zu files, %lld bytes\n", hls.folder.c_str(), hls.rungs.size(), hls.files.size(),
                    static_cast<long long>(hls.size_bytes));
    } else {
        std::printf("%s %.3f s, %zu sound, %zu film\n", to_string(facts.container).data(), seconds(facts.duration),
                    facts.audio.size(), facts.video.size());
    }
    return ok();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::fputs("process_media probe|audio|video|hls FILE FOLDER\n", stderr);
        return 2;
    }
    const auto done = process(arguments[1], {.input = arguments[2], .folder = arguments[3]});
    if (done) return 0;
    const auto reason = failure_reason(done.error());
    std::fprintf(stderr, "%s: %s\n", reason ? to_string(*reason).data() : "not the file's fault",
                 done.error().message.c_str());
    return 1;
}
