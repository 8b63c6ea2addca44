#include <gmock/gmock.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include "mooring/media/processing/audio.hpp"
#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/file_chapters.hpp"
#include "mooring/media/processing/media_files_for_test.hpp"
#include "mooring/media/processing/probe.hpp"
#include "mooring/media/processing/validate.hpp"

/// Files of every format that the contract names, made by ffmpeg, through the whole path of sound.
namespace mooring::media::processing {
namespace {

namespace fs = std::filesystem;

struct Format {
    const char* name;     ///< the file's; its ending lies in some rows
    const char* options;  ///< of ffmpeg
    const char* muxer;    ///< of ffmpeg
    Container container;
    const char* codec;
    AudioPlan plan;
};

constexpr Format formats[] = {
    {"tone.mp3", "-c:a libmp3lame -b:a 96k", "mp3", Container::mp3, "mp3", AudioPlan::keep_mp3},
    {"mono.mp3", "-c:a libmp3lame -q:a 5 -ac 1", "mp3", Container::mp3, "mp3", AudioPlan::keep_mp3},
    {"late.m4a", "-c:a aac", "ipod", Container::mp4, "aac", AudioPlan::copy_aac},
    {"early.m4a", "-c:a aac -movflags +faststart", "ipod", Container::mp4, "aac", AudioPlan::keep_m4a},
    {"pieces.mp4", "-c:a aac -movflags +frag_keyframe+empty_moov", "mp4", Container::mp4, "aac", AudioPlan::copy_aac},
    {"lossless.m4a", "-c:a alac", "ipod", Container::mp4, "alac", AudioPlan::encode_mp3},
    {"tone.aiff", "-c:a pcm_s16be", "aiff", Container::aiff, "pcm_s16be", AudioPlan::encode_mp3},
    {"tone.aifc", "-c:a pcm_s16le", "aiff", Container::aiff, "pcm_s16le", AudioPlan::encode_mp3},
    {"law.aifc", "-c:a pcm_mulaw", "aiff", Container::aiff, "pcm_mulaw", AudioPlan::encode_mp3},
    {"vorbis.ogg", "-c:a libvorbis", "ogg", Container::ogg, "vorbis", AudioPlan::encode_mp3},
    {"opus.ogg", "-c:a libopus -ar 48000", "ogg", Container::ogg, "opus", AudioPlan::encode_mp3},
    {"flac.ogg", "-c:a flac", "ogg", Container::ogg, "flac", AudioPlan::encode_mp3},
    {"tone.wav", "-c:a pcm_s16le", "wav", Container::wav, "pcm_s16le", AudioPlan::encode_mp3},
    {"deep.wav", "-c:a pcm_s24le -ar 96000", "wav", Container::wav, "pcm_s24le", AudioPlan::encode_mp3},
    {"large.wav", "-c:a pcm_f32le -rf64 always", "wav", Container::wav, "pcm_f32le", AudioPlan::encode_mp3},
    {"around.wav", "-c:a pcm_s16le -ac 6", "wav", Container::wav, "pcm_s16le", AudioPlan::encode_mp3},
    {"tone.flac", "-c:a flac", "flac", Container::flac, "flac", AudioPlan::encode_mp3},
    {"tone.mov", "-c:a pcm_s16le", "mov", Container::mov, "pcm_s16le", AudioPlan::encode_mp3},
    {"lies.mp3", "-c:a flac", "flac", Container::flac, "flac", AudioPlan::encode_mp3},
    {"lies.wav", "-c:a libmp3lame", "mp3", Container::mp3, "mp3", AudioPlan::keep_mp3},
    {"-dash file's \"name\".flac", "-c:a flac", "flac", Container::flac, "flac", AudioPlan::encode_mp3},
};

class EveryFormat : public MediaFiles {};

TEST_F(EveryFormat, IsRecognisedTimedAndPrepared) {
    for (const Format& format : formats) {
        SCOPED_TRACE(format.name);
        // By another name first: ffmpeg would judge by the ending.
        const std::string made = make_tone("made", std::string{format.options} + " -f " + format.muxer);
        const std::string path = folder_ / "in" / format.name;
        fs::rename(made, path);
        const Work work = work_on(path);

        const auto facts = probe(work);
        ASSERT_TRUE(facts) << facts.error().message;
        EXPECT_EQ(facts->container, format.container);
        ASSERT_EQ(facts->audio.size(), 1U);
        EXPECT_EQ(facts->audio[0].codec, format.codec);
        EXPECT_FALSE(facts->is_video());
        EXPECT_NEAR(static_cast<double>(facts->duration.count()), 2e6, 80'000);
        EXPECT_TRUE(validate(*facts, {}));
        EXPECT_EQ(plan_audio(*facts), format.plan);
        EXPECT_TRUE(fs::is_empty(work.folder)) << "a probe writes nothing";

        const std::string before = read(path);
        const auto audio = prepare_audio(work, *facts);
        ASSERT_TRUE(audio) << audio.error().message;
        EXPECT_EQ(read(path), before);
        EXPECT_NEAR(static_cast<double>(audio->duration.count()), 2e6, 120'000);
        EXPECT_GT(audio->waveform.length(), 100U);
        // A sine of an eighth of full scale, less what mixing takes; Opus and Vorbis are not exact.
        ASSERT_TRUE(audio->loudness.integrated_lufs);
        EXPECT_NEAR(audio->loudness.true_peak_dbtp.value(), -20, 3);

        const bool is_kept = format.plan == AudioPlan::keep_mp3 || format.plan == AudioPlan::keep_m4a;
        EXPECT_EQ(audio->path == path, is_kept);
        EXPECT_EQ(audio->size_bytes, static_cast<std::int64_t>(fs::file_size(audio->path)));
        if (!is_kept) {
            EXPECT_EQ(fs::path(audio->path).parent_path(), work.folder);
        }
        const bool is_m4a = format.plan == AudioPlan::keep_m4a || format.plan == AudioPlan::copy_aac;
        EXPECT_EQ(audio->extension, is_m4a ? "m4a" : "mp3");
        EXPECT_EQ(audio->mime_type, is_m4a ? "audio/mp4" : "audio/mpeg");
        if (format.plan == AudioPlan::encode_mp3) {
            EXPECT_EQ(audio->sample_rate_hz, 44'100);
            EXPECT_EQ(audio->channels, 2);
            EXPECT_NEAR(audio->bitrate_kbps, 128, 8);
        }
    }
}

TEST_F(EveryFormat, OfFilmGivesItsSound) {
    struct Film {
        const char* name;
        const char* options;
        AudioPlan plan;
    };
    for (const Film& film :
         {Film{"film.mp4", "-c:a aac", AudioPlan::copy_aac}, Film{"film.mov", "-c:a aac", AudioPlan::copy_aac},
          Film{"pcm.mov", "-c:a pcm_s16le", AudioPlan::encode_mp3},
          Film{"mp3.mp4", "-c:a libmp3lame", AudioPlan::encode_mp3}}) {
        SCOPED_TRACE(film.name);
        const Work work = work_on(make_film(film.name, film.options));
        const auto facts = probe(work);
        ASSERT_TRUE(facts) << facts.error().message;
        ASSERT_TRUE(facts->is_video());
        EXPECT_EQ(facts->video[0].codec, "h264");
        EXPECT_EQ(facts->video[0].width, 320);
        EXPECT_EQ(facts->video[0].height, 180);
        EXPECT_DOUBLE_EQ(facts->video[0].frames_per_second, 25);
        EXPECT_NEAR(static_cast<double>(facts->video[0].duration.count()), 2e6, 1000);
        EXPECT_TRUE(validate(*facts, {}));
        const auto audio = prepare_audio(work, *facts);
        ASSERT_TRUE(audio) << audio.error().message;
        EXPECT_EQ(audio->plan, film.plan);
        const auto again = probe(work_on(audio->path));
        ASSERT_TRUE(again);
        EXPECT_FALSE(again->is_video());
    }
}

TEST_F(EveryFormat, OfFilmMustHaveTracksOfOneLength) {
    auto facts = probe(work_on(make_film("longer.mp4", "-c:a aac", 3.5)));
    ASSERT_TRUE(facts);
    EXPECT_EQ(failure_reason(validate(*facts, {}).error()), FailureReason::audio_longer_than_video);
    facts = probe(work_on(make_film("shorter.mp4", "-c:a aac", 0.5)));
    ASSERT_TRUE(facts);
    EXPECT_EQ(failure_reason(validate(*facts, {}).error()), FailureReason::video_longer_than_audio);
    facts = probe(work_on(make("silent.mp4", "-f lavfi -i testsrc=duration=1:size=64x64 -c:v libx264")));
    ASSERT_TRUE(facts);
    EXPECT_EQ(failure_reason(validate(*facts, {}).error()), FailureReason::no_audio_track);
}

TEST_F(EveryFormat, TellsItsChapters) {
    const std::string marks = write("marks.txt",
                                    ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Begin\n"
                                    "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Ebbe & Flut ü\n");
    for (const char* name : {"marked.mp3", "marked.m4a"}) {
        const auto facts = probe(work_on(make_tone(name, "-f ffmetadata -i '" + marks + "' -map 0:a -map_chapters 1")));
        ASSERT_TRUE(facts) << facts.error().message;
        ASSERT_EQ(facts->chapters.size(), 2U) << name;
        EXPECT_EQ(facts->chapters[1].start, std::chrono::seconds{1});
        EXPECT_EQ(facts->chapters[1].title, "Ebbe & Flut ü");
        const auto chapters = chapters_of(*facts);
        EXPECT_TRUE(chapters::validate(chapters, std::chrono::seconds{2}));
        EXPECT_EQ(chapters::write_json(chapters),
                  "{\"version\":\"1.2.0\",\"chapters\":[{\"startTime\":0,\"title\":\"Begin\",\"endTime\":1},"
                  "{\"startTime\":1,\"title\":\"Ebbe & Flut ü\",\"endTime\":2}]}\n");
    }
}

TEST_F(EveryFormat, WithACoverIsSound) {
    const std::string cover = make("cover.png", "-f lavfi -i testsrc=duration=0.04:size=600x600 -frames:v 1");
    for (const char* name : {"cover.mp3", "cover.m4a", "cover.flac"}) {
        const Work work =
            work_on(make_tone(name, "-i '" + cover + "' -map 0:a -map 1:v -c:v copy -disposition:v attached_pic"));
        const auto facts = probe(work);
        ASSERT_TRUE(facts) << name << facts.error().message;
        EXPECT_FALSE(facts->is_video()) << name;
        const auto audio = prepare_audio(work, *facts);
        EXPECT_TRUE(audio) << name << audio.error().message;
    }
}

TEST_F(EveryFormat, TellsItsProgressAndCanBeCancelledAndBegunAgain) {
    const std::string path = make_tone("long.wav", "", 150);
    Work work = work_on(path);
    std::vector<double> shares;
    std::stop_source stop;
    work.stop = stop.get_token();
    work.on_progress = [&](double share) {
        shares.push_back(share);
        stop.request_stop();
    };
    const auto facts = probe(work);
    ASSERT_TRUE(facts);
    const auto cut = prepare_audio(work, *facts);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().message, "cancelled");
    EXPECT_EQ(failure_reason(cut.error()), std::nullopt) << "not the file's fault";
    ASSERT_FALSE(shares.empty());
    EXPECT_LT(shares.front(), 1.0);

    shares.clear();
    work.stop = {};
    work.on_progress = [&](double share) { shares.push_back(share); };
    const auto audio = prepare_audio(work, *facts);  // in the folder of the one that was killed
    ASSERT_TRUE(audio) << audio.error().message;
    EXPECT_TRUE(std::is_sorted(shares.begin(), shares.end()));
    EXPECT_EQ(shares.back(), 1.0);
    EXPECT_NEAR(static_cast<double>(audio->duration.count()), 150e6, 100'000);
}

/// The workers of this process, by their numbers.
std::vector<pid_t> workers() {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::ifstream stat(entry.path() / "stat");
        std::string line;
        std::getline(stat, line);
        const auto end = line.rfind(')');
        if (end == std::string::npos) continue;
        std::istringstream rest{line.substr(end + 2)};
        std::string state;
        pid_t parent = 0;
        rest >> state >> parent;
        if (parent == ::getpid()) found.push_back(static_cast<pid_t>(std::stoi(name)));
    }
    return found;
}

TEST_F(EveryFormat, AWorkerThatIsKilledIsNotTheFilesFault) {
    Work work = work_on(make_tone("long.wav", "", 150));
    const auto facts = probe(work);
    ASSERT_TRUE(facts);
    work.on_progress = [](double) {
        for (const pid_t worker : workers()) ::kill(worker, SIGKILL);
    };
    const auto killed = prepare_audio(work, *facts);
    ASSERT_FALSE(killed);
    EXPECT_EQ(killed.error().message, "the media worker was killed");
    EXPECT_EQ(failure_reason(killed.error()), std::nullopt);
    work.on_progress = {};
    EXPECT_TRUE(prepare_audio(work, *facts)) << "in the same folder";
}

TEST_F(EveryFormat, AFullDiskIsNotTheFilesFault) {
    Work work = work_on(make_tone("long.flac", "", 60));
    const auto facts = probe(work);
    ASSERT_TRUE(facts);
    if (::mount("tmpfs", work.folder.c_str(), "tmpfs", 0, "size=64k") != 0)
        GTEST_SKIP() << "may not mount a small disk";
    const auto audio = prepare_audio(work, *facts);
    ::umount2(work.folder.c_str(), MNT_DETACH);
    ASSERT_FALSE(audio);
    EXPECT_EQ(audio.error().code, Errc::no_space);
    EXPECT_EQ(failure_reason(audio.error()), std::nullopt);
}

TEST_F(EveryFormat, MachineTroubleIsNotTheFilesFault) {
    const std::string path = make_tone("tone.wav");
    Work work = work_on(path);
    const auto facts = probe(work);
    ASSERT_TRUE(facts);
    work.tools.ffprobe = work.tools.ffmpeg = "/nowhere/ffmpeg";
    for (const Error& error : {probe(work).error(), prepare_audio(work, *facts).error()}) {
        EXPECT_EQ(failure_reason(error), std::nullopt);
        EXPECT_EQ(error.code, Errc::not_found);
    }
    EXPECT_EQ(probe(work_on(folder_ / "absent")).error().code, Errc::not_found);
}

}  // namespace
}  // namespace mooring::media::processing
