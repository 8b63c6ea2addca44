#include "mooring/app/delivering/stream_files.hpp"

#include <gtest/gtest.h>

namespace mooring::app::delivering {
namespace {

constexpr std::string_view stored =
    "#EXTM3U\n"
    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Audio\",URI=\"audio/index.m3u8\"\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=9,AUDIO=\"audio\"\n"
    "v720/index.m3u8\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO=\"audio\"\n"
    "audio/index.m3u8\n"
    "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"v720/iframes.m3u8\"\n";

TEST(WithSubtitles, PutsEveryAddressBelowTheVersion) {
    EXPECT_EQ(with_subtitles(stored, "1f2e", {}),
              "#EXTM3U\n"
              "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Audio\",URI=\"1f2e/audio/index.m3u8\"\n"
              "#EXT-X-STREAM-INF:BANDWIDTH=9,AUDIO=\"audio\"\n"
              "1f2e/v720/index.m3u8\n"
              "#EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO=\"audio\"\n"
              "1f2e/audio/index.m3u8\n"
              "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"1f2e/v720/iframes.m3u8\"\n");
}

TEST(WithSubtitles, OffersTimedTranscriptsWithEveryChoice) {
    const std::string text = with_subtitles(stored, "1f2e", {{"en", true, {}}, {"de", false, {}}});
    EXPECT_NE(text.find("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"en\",LANGUAGE=\"en\",DEFAULT=NO,"
                        "AUTOSELECT=YES,FORCED=NO,URI=\"1f2e/subtitles/en.m3u8\"\n#EXT-X-STREAM-INF:"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("\"de\""), std::string::npos) << "untimed ones are no subtitles";
    EXPECT_NE(text.find("BANDWIDTH=9,AUDIO=\"audio\",SUBTITLES=\"subtitles\"\n"), std::string::npos);
    EXPECT_NE(text.find("BANDWIDTH=2,AUDIO=\"audio\",SUBTITLES=\"subtitles\"\n"), std::string::npos);
}

TEST(SubtitlesPlaylist, IsOneSegmentOfTheWholeFilm) {
    EXPECT_EQ(subtitles_playlist(std::chrono::milliseconds{61'005}, "https://pods.example/transcripts/k.en.vtt"),
              "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:62\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:61.005,\n"
              "https://pods.example/transcripts/k.en.vtt\n#EXT-X-ENDLIST\n");
}

}  // namespace
}  // namespace mooring::app::delivering
