#include "mooring/server/demo_audio.hpp"

#include <unistd.h>

#include <array>
#include <string>

#include "mooring/server/subprocess.hpp"

namespace mooring::server {
namespace {

constexpr std::array voices{"en-gb", "en-us", "en-gb-scotland"};
constexpr int clip_seconds = 75;
constexpr std::chrono::minutes most_patience{10};  // takes a second; a machine may have other things to do

/// Three soft sines, a different chord for each tone.
std::string chord(unsigned tone) {
    const double root = 110.0 * (1.0 + 0.125 * (tone % 8));
    std::string expression;
    for (const double interval : {1.0, 1.25, 1.5}) {
        expression +=
            (expression.empty() ? "" : "+") + std::string{"0.04*sin(2*PI*t*"} + std::to_string(root * interval) + ")";
    }
    return "aevalsrc=" + expression + ":d=" + std::to_string(clip_seconds) + ":s=44100";
}

}  // namespace

Result<void> make_demo_clip(const std::string& path, std::string_view text, unsigned tone) {
    const std::string speech = path + ".wav";
    const bool speaks = has_program("espeak-ng");
    if (speaks) {
        MOORING_CHECK(
            run_program({"espeak-ng", "-v", voices[tone % voices.size()], "-s", "150", "-w", speech, std::string{text}},
                        most_patience));
    }
    std::vector<std::string> command{"ffmpeg", "-nostdin", "-y", "-loglevel", "error",
                                     "-f",     "lavfi",    "-i", chord(tone)};
    if (speaks) {
        command.insert(command.end(), {"-i", speech, "-filter_complex",
                                       "[1:a]aresample=44100,adelay=1500,apad[voice];[0:a][voice]amix=inputs=2:"
                                       "duration=first:normalize=0,afade=t=in:d=1"});
    }
    command.insert(command.end(), {"-ac", "1", "-codec:a", "libmp3lame", "-b:a", "64k", "-map_metadata", "-1",
                                   "-fflags", "+bitexact", "-f", "mp3", path});
    auto done = run_program(command, most_patience);
    ::unlink(speech.c_str());
    return done;
}

}  // namespace mooring::server
