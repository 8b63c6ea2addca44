#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>

#include "mooring/media/id3.hpp"
#include "mooring/media/mp3.hpp"
#include "mooring/media/sniff.hpp"

/// Files of a real encoder, measured by us and by ffprobe. Skipped, and counted as such, where FFmpeg is absent.
namespace mooring::media {
namespace {

namespace fs = std::filesystem;

class RealFiles : public testing::Test {
protected:
    void SetUp() override {
        if (output("ffmpeg -v error -version && ffprobe -v error -version").empty() ||
            output("ffmpeg -v error -encoders").find("libmp3lame") == std::string::npos) {
            GTEST_SKIP() << "ffmpeg with libmp3lame and ffprobe are not installed";
        }
        folder_ = fs::temp_directory_path() / ("mooring_media_" + std::to_string(std::random_device{}()));
        fs::create_directory(folder_);
    }
    void TearDown() override {
        if (!folder_.empty()) {
            fs::remove_all(folder_);
        }
    }

    /// What `command` writes; empty when it cannot run.
    static std::string output(const std::string& command) {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen((command + " 2>/dev/null").c_str(), "r"),
                                                                   ::pclose);
        std::string text;
        std::array<char, 4096> buffer{};
        while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) {
            text += buffer.data();
        }
        return text;
    }

    /// Encode 12.3 seconds of a tone with `options` into `name`.
    std::string encode(const std::string& name, const std::string& options) {
        const std::string path = (folder_ / name).string();
        output("ffmpeg -nostdin -v error -y -f lavfi -i 'sine=frequency=440:duration=12.3' " + options + " '" + path +
               "'");
        EXPECT_TRUE(fs::exists(path)) << options;
        return path;
    }

    fs::path folder_;
};

TEST_F(RealFiles, LastAsLongAsFfprobeSays) {
    for (const int rate : {8000, 16'000, 22'050, 44'100, 48'000}) {
        for (const auto* options :
             {"-b:a 64k -ac 1", "-q:a 4 -ac 2", "-b:a 64k -abr 1 -ac 2", "-b:a 64k -write_xing 0 -ac 2",
              "-q:a 2 -write_xing 0 -ac 1 -id3v2_version 4 -metadata title=Tone -write_id3v1 1"}) {
            const bool is_common_rate = rate == 8000 || rate == 44'100;
            if (std::string_view(options).find("xing") != std::string_view::npos && !is_common_rate) {
                continue;  // headers or not, the frames are the same: two rates tell
            }
            const std::string all = "-ar " + std::to_string(rate) + " -c:a libmp3lame " + options;
            const std::string path = encode("tone.mp3", all);
            auto source = FileSource::open(path).value();
            const auto facts = probe_mp3(source);
            ASSERT_TRUE(facts) << all;
            ASSERT_TRUE(facts->duration) << all;
            // Without a header ffprobe estimates from the bitrate, so there it has to count packets.
            const bool has_header = std::string_view(options).find("write_xing") == std::string_view::npos;
            const std::string answer =
                has_header
                    ? output("ffprobe -v error -show_entries format=duration -of csv=p=0 '" + path + "'")
                    : output("ffprobe -v error -count_packets -show_entries stream=nb_read_packets -of csv=p=0 '" +
                             path + "'");
            const double expected_ms = has_header ? std::atof(answer.c_str()) * 1000
                                                  : std::atof(answer.c_str()) * 1000 *
                                                        (facts->version == MpegVersion::mpeg1 ? 1152 : 576) / rate;
            EXPECT_NEAR(static_cast<double>(facts->duration->count()), expected_ms, 50) << all;
            EXPECT_EQ(facts->sample_rate_hz, rate) << all;
            const auto head = read_string(source, 0, 16 * 1024).value();
            EXPECT_EQ(sniff_mime(head), "audio/mpeg") << all;
            if (has_header) {
                EXPECT_EQ(duration_from_head(head, source.total_bytes()), facts->duration) << all;
            }
        }
    }
}

TEST_F(RealFiles, TellTheirTags) {
    const std::string path = encode("tags.mp3",
                                    "-c:a libmp3lame -id3v2_version 3 -metadata title='Ebbe & Flut ü' "
                                    "-metadata artist=Hafen -metadata date=2031 -metadata track=3/12");
    auto source = FileSource::open(path).value();
    const auto tags = read_id3(source);
    ASSERT_TRUE(tags);
    EXPECT_EQ(tags->title, "Ebbe & Flut ü");
    EXPECT_EQ(tags->artist, "Hafen");
    EXPECT_EQ(tags->year, "2031");
    EXPECT_EQ(tags->track, "3/12");
}

TEST_F(RealFiles, OfOtherCodecsAreRefused) {
    const std::pair<const char*, const char*> others[] = {
        {"a.wav", "audio/wav"}, {"a.flac", "audio/flac"}, {"a.ogg", "audio/ogg"}, {"a.m4a", "audio/mp4"},
        {"a.aac", "audio/aac"}, {"a.aiff", "audio/aiff"}, {"a.mp2", ""},
    };
    for (const auto& [name, mime] : others) {
        auto source = FileSource::open(encode(name, "-ac 2")).value();
        const auto facts = probe_mp3(source);
        ASSERT_FALSE(facts) << name;
        EXPECT_EQ(facts.error().message, "File must be an MP3 file");
        EXPECT_EQ(sniff_mime(read_string(source, 0, 16 * 1024).value()), mime) << name;
    }
}

}  // namespace
}  // namespace mooring::media
