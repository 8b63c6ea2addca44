#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>

#include "mooring/media/processing/work.hpp"

namespace mooring::media::processing {

/// A folder with an input folder, a work folder and a secret in it. Files of real encoders are made when asked for.
/// Skips, and is counted as skipped, where FFmpeg is not installed.
class MediaFiles : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(Tools{}.ffmpeg) || !std::filesystem::exists(Tools{}.ffprobe)) {
            GTEST_SKIP() << "ffmpeg is not installed: run tools/setup";
        }
        folder_ =
            std::filesystem::temp_directory_path() / ("mooring_processing_" + std::to_string(std::random_device{}()));
        std::filesystem::create_directories(folder_ / "in");
        write("secret", "secret");
    }
    void TearDown() override {
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }

    /// Put `bytes` into a file called `name`; its path.
    std::string write(const std::string& name, std::string_view bytes) {
        const auto path = folder_ / "in" / name;
        std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return path;
    }
    static std::string read(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    /// Make a file called `name` by ffmpeg with `options`; its path.
    std::string make(const std::string& name, const std::string& options) {
        const auto path = folder_ / "in" / name;
        const std::string command = "ffmpeg -nostdin -v error -y " + options + " '" + path.string() + "'";
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        return path;
    }
    /// `seconds` of a tone in stereo.
    std::string make_tone(const std::string& name, const std::string& options = "", double seconds = 2) {
        return make(name, "-f lavfi -i 'sine=frequency=440:sample_rate=44100:duration=" + std::to_string(seconds) +
                              "' -ac 2 " + options);
    }
    /// A moving picture of 2 s with a tone of `sound_seconds`.
    std::string make_film(const std::string& name, const std::string& options, double sound_seconds = 2,
                          const std::string& size = "320x180") {
        return make(name, "-f lavfi -i testsrc=duration=2:size=" + size +
                              ":rate=25 -f lavfi -i 'sine=frequency=440:sample_rate=44100:duration=" +
                              std::to_string(sound_seconds) + "' -c:v libx264 -preset ultrafast -pix_fmt yuv420p " +
                              options);
    }

    /// Work on `path` in a fresh folder.
    Work work_on(const std::string& path) {
        const auto folder = folder_ / ("work" + std::to_string(++works_));
        std::filesystem::create_directory(folder);
        return {.input = path, .folder = folder};
    }

    std::filesystem::path folder_;

private:
    int works_ = 0;
};

}  // namespace mooring::media::processing
