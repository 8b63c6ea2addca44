#include "mooring/media/processing/video.hpp"

#include <gmock/gmock.h>

#include <set>

#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/fragment.hpp"
#include "mooring/media/processing/hls.hpp"
#include "mooring/media/processing/media_files_for_test.hpp"
#include "mooring/media/processing/playlist.hpp"
#include "mooring/media/processing/probe.hpp"

namespace mooring::media::processing {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Ladder, HasEverySizeThatIsNotAboveTheSource) {
    const auto sides = [](int width, int height) {
        std::vector<std::pair<int, int>> sizes;
        for (const Rung& rung : make_ladder(width, height)) sizes.emplace_back(rung.width, rung.height);
        return sizes;
    };
    using Size = std::pair<int, int>;
    EXPECT_THAT(sides(1920, 1080),
                ElementsAre(Size{1920, 1080}, Size{1280, 720}, Size{854, 480}, Size{640, 360}, Size{426, 240}));
    EXPECT_THAT(sides(3840, 2160).front(), (Size{1920, 1080}));
    EXPECT_THAT(sides(720, 1280), ElementsAre(Size{720, 1280}, Size{480, 854}, Size{360, 640}, Size{240, 426}));
    EXPECT_THAT(sides(640, 360), ElementsAre(Size{640, 360}, Size{426, 240}));
    EXPECT_THAT(sides(400, 300), ElementsAre(Size{400, 300}, Size{200, 150}));
    EXPECT_THAT(sides(101, 75), ElementsAre(Size{100, 74}, Size{50, 38})) << "even, and not above";
}

TEST(Playlists, OfAWorkerAreReadWithCare) {
    const std::string good =
        "#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:6.000000,\n00000.m4s\n#EXTINF:1.5,\n00001.m4s\n"
        "#EXT-X-ENDLIST\n";
    const auto playlist = read_media_playlist(good);
    ASSERT_TRUE(playlist);
    EXPECT_DOUBLE_EQ(playlist->seconds(), 7.5);
    EXPECT_EQ(playlist->initialization, "init.mp4");
    for (const char* name : {"../00000.m4s", "/etc/passwd", "http://host/x", "..", ".x", "a b", ""}) {
        std::string bad = good;
        bad.replace(bad.find("00000.m4s"), 9, name);
        if (*name != '\0') {
            EXPECT_FALSE(read_media_playlist(bad)) << name;
        }
        bad = good;
        bad.replace(bad.find("init.mp4"), 8, name);
        EXPECT_FALSE(read_media_playlist(bad)) << name;
    }
    for (const char* bad : {"", "#EXTM3U\n", "#EXTM3U\n#EXTINF:nan,\na\n#EXT-X-ENDLIST\n", "x"}) {
        EXPECT_FALSE(read_media_playlist(bad)) << bad;
    }
}

TEST(Fragments, OfAnotherFormAreRefused) {
    for (const std::string& bytes : {std::string{}, std::string("\0\0\0\x10moof\0\0\0\x08traf", 16),
                                     std::string("\0\0\0\1mdat", 8), std::string("\xff\xff\xff\xffmoof", 8)}) {
        MemorySource source{std::string_view{bytes}};
        EXPECT_FALSE(end_of_first_frame(source));
        EXPECT_FALSE(codec_of(source));
    }
}

class Films : public MediaFiles {
protected:
    /// What ffprobe says of `path`, or its complaint.
    std::string ask(const std::string& options, const std::string& path) {
        const std::string out = folder_ / "answer";
        const std::string command = "ffprobe -v error " + options + " '" + path + "' >'" + out + "' 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0) << read(out);
        return read(out);
    }
};

TEST_F(Films, BecomeHlsInSeveralSizesThatPlayersCanRead) {
    const Work work = work_on(make_film("film.mp4", "-c:a aac -g 50", 2, "640x360"));
    const auto facts = probe(work);
    ASSERT_TRUE(facts);
    const auto hls = make_hls(work, *facts);  // the real preset: pictures out of order
    ASSERT_TRUE(hls) << hls.error().message;
    EXPECT_EQ(hls->rungs.size(), 2U);
    EXPECT_EQ(hls->files.front().name, "master.m3u8");

    std::set<std::string> names;
    for (const HlsFile& file : hls->files) {
        EXPECT_TRUE(names.insert(file.name).second) << file.name;
        EXPECT_EQ(fs::file_size(fs::path(hls->folder) / file.name), static_cast<std::uintmax_t>(file.size_bytes));
    }
    std::size_t on_disk = 0;
    for (const auto& entry : fs::recursive_directory_iterator(hls->folder)) on_disk += entry.is_regular_file() ? 1 : 0;
    EXPECT_EQ(names.size(), on_disk);
    EXPECT_TRUE(names.contains("v360/iframes.m3u8"));

    const std::string master = read(hls->folder + "/master.m3u8");
    EXPECT_THAT(master, HasSubstr("RESOLUTION=640x360,FRAME-RATE=25.000,AUDIO=\"audio\"\nv360/index.m3u8\n"));
    EXPECT_THAT(master, HasSubstr("RESOLUTION=426x240"));
    EXPECT_THAT(master, HasSubstr("CODECS=\"avc1.64"));
    EXPECT_THAT(master, HasSubstr(",mp4a.40.2\""));
    EXPECT_THAT(master, HasSubstr("#EXT-X-I-FRAME-STREAM-INF:"));
    // A player of another kind reads all of it.
    EXPECT_THAT(ask("-show_entries stream=codec_name,height -of csv=p=0", hls->folder + "/master.m3u8"),
                testing::AllOf(HasSubstr("h264,360"), HasSubstr("h264,240"), HasSubstr("aac")));
    EXPECT_THAT(ask("-count_frames -show_entries stream=nb_read_frames -of csv=p=0", hls->folder + "/v240/index.m3u8"),
                HasSubstr("50\n"));

    // Sound and picture begin together, whatever the encoders delay.
    const std::string first =
        write("first.mp4", read(hls->folder + "/v360/init.mp4") + read(hls->folder + "/v360/00000.m4s"));
    EXPECT_LT(std::atof(ask("-select_streams v -show_entries packet=pts_time -of csv=p=0", first).c_str()), 0.001);

    // The bytes of an I-frame playlist are one picture.
    const std::string iframes = read(hls->folder + "/v360/iframes.m3u8");
    const auto at = iframes.find("#EXT-X-BYTERANGE:");
    ASSERT_NE(at, std::string::npos);
    const auto end = static_cast<std::size_t>(std::atoll(iframes.c_str() + at + 17));
    const std::string picture = write(
        "picture.mp4", read(hls->folder + "/v360/init.mp4") + read(hls->folder + "/v360/00000.m4s").substr(0, end));
    EXPECT_THAT(ask("-show_frames -select_streams v -show_entries frame=pict_type -of csv=p=0", picture),
                HasSubstr("I"));
}

TEST_F(Films, ThatLieUprightAndOddAreTurnedIntoHls) {
    const Work work = work_on(make_film("odd.mov", "-c:a pcm_s16le -r 24000/1001 -g 30 -vf scale=98:130", 2));
    const auto facts = probe(work);
    ASSERT_TRUE(facts);
    const auto again = make_hls(work, *facts, {.preset = "ultrafast"});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->rungs.front(), (Rung{.width = 98, .height = 130, .most_kbps = again->rungs.front().most_kbps}));
    EXPECT_THAT(read(again->folder + "/master.m3u8"), HasSubstr("FRAME-RATE=23.976"));
    EXPECT_TRUE(make_hls(work, *facts, {.preset = "ultrafast"})) << "over what an earlier worker left";
}

TEST_F(Films, BecomeOneMp4ThatBeginsAtOnce) {
    struct Row {
        const char* name;
        const char* options;
        VideoPlan plan;
    };
    for (const Row& row : {Row{"early.mp4", "-c:a aac -movflags +faststart", VideoPlan::keep},
                           Row{"late.mp4", "-c:a aac", VideoPlan::copy}, Row{"film.mov", "-c:a aac", VideoPlan::copy},
                           Row{"pieces.mp4", "-c:a aac -movflags +frag_keyframe+empty_moov", VideoPlan::copy},
                           Row{"pcm.mov", "-c:a pcm_s16le", VideoPlan::encode},
                           Row{"old.mov", "-c:v mpeg4 -c:a aac", VideoPlan::encode}}) {
        SCOPED_TRACE(row.name);
        const Work work = work_on(make_film(row.name, row.options));
        const auto facts = probe(work);
        ASSERT_TRUE(facts) << facts.error().message;
        const auto video = prepare_video(work, *facts);
        ASSERT_TRUE(video) << video.error().message;
        EXPECT_EQ(video->plan, row.plan);
        EXPECT_EQ(video->path == work.input, row.plan == VideoPlan::keep);
        EXPECT_EQ(video->width, 320);
        EXPECT_GT(video->bitrate_kbps, 10);
    }
}

TEST_F(Films, WithoutSoundOrPictureAreNotMade) {
    const Work work = work_on(make_tone("tone.mp3"));
    const auto facts = probe(work);
    ASSERT_TRUE(facts);
    EXPECT_EQ(make_hls(work, *facts).error().code, Errc::invalid_argument);
    EXPECT_EQ(prepare_video(work, *facts).error().code, Errc::invalid_argument);
}

}  // namespace
}  // namespace mooring::media::processing
