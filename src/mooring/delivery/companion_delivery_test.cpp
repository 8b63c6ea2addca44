#include "mooring/app/delivering/stream_files.hpp"
#include "mooring/delivery/delivery_test_support.hpp"

namespace mooring::delivery {
namespace {

using domain::Episode;
using std::chrono::hours;
using std::chrono::milliseconds;
using storage::CatalogTransaction;

class CompanionDelivery : public DeliveryTest {
protected:
    void put_chapters(Episode& episode) {
        const std::vector<domain::Chapter> chapters{
            {.start = milliseconds{0}, .title = "Tide"},
            {.start = milliseconds{1500}, .title = "Hidden", .is_listed = false}};
        ASSERT_TRUE(catalog_->write(
            [&](CatalogTransaction& tx) { return tx.companion_writer().set_chapters(episode.id, chapters); }));
        episode.companions.chapters_since = clock_.now();
        update(episode);
    }
    void put_transcript(Episode& episode, const std::string& language, bool is_timed, const std::string& kept) {
        ASSERT_TRUE(catalog_->write([&](CatalogTransaction& tx) {
            return tx.companion_writer().put_transcript(episode.id, {language, is_timed, kept, "txt", kept});
        }));
        episode.companions.transcripts.push_back({language, is_timed, clock_.now()});
        update(episode);
    }
    /// A stream of two segments of 40 s and its playlists.
    void put_stream(Episode& episode) {
        const std::string master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9\nv240/index.m3u8\n";
        const std::string bytes = master + "#EXTM3U\nfirstsecond";
        const domain::StoredMedia blob = store_media(bytes);
        const auto at = static_cast<std::int64_t>(master.size());
        const std::string playlist = "application/vnd.apple.mpegurl";
        const std::vector<storage::StreamFile> files{
            {"master.m3u8", playlist, 0, at, {}, {}},
            {"v240/index.m3u8", playlist, at, 8, {}, {}},
            {"v240/00000.m4s", "video/mp4", at + 8, 5, milliseconds{0}, milliseconds{40'000}},
            {"v240/00001.m4s", "video/mp4", at + 13, 6, milliseconds{40'000}, milliseconds{40'000}}};
        ASSERT_TRUE(catalog_->write(
            [&](CatalogTransaction& tx) { return tx.companion_writer().put_stream(blob.sha256, files); }));
        episode.companions.stream = domain::StreamedFilm{.sha256 = blob.sha256,
                                                         .size_bytes = blob.size_bytes,
                                                         .duration = milliseconds{80'000},
                                                         .made_of = {},
                                                         .since = clock_.now()};
        update(episode);
        version_ = app::delivering::stream_version(*episode.companions.stream);
    }
    std::string stream_path(const Episode& episode, const std::string& name) const {
        return "/media/" + episode.key + "/hls/" + name;
    }
    int status(const std::string& target) { return get(target).status; }

    std::string version_;
    const std::string segments_ =
        R"({"version":"1.0.0","segments":[{"speaker":"Mara","startTime":1.5,"endTime":2.25,"body":"Good <b>morning"}]})";
};

TEST_F(CompanionDelivery, ChaptersAreServedToEverySite) {
    Episode episode = make_episode(show_, "Fog", start_ - hours{1});
    const std::string path = "/chapters/" + episode.key + ".json";
    EXPECT_EQ(status(path), 404);
    put_chapters(episode);
    const http::Response answer = get(path);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(header(answer, "Content-Type"), "application/json+chapters");
    EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
    EXPECT_FALSE(header(answer, "ETag").empty());
    EXPECT_NE(body(answer).find(R"("version":"1.2.0")"), std::string::npos) << body(answer);
    EXPECT_NE(body(answer).find(R"("toc":false)"), std::string::npos);
    EXPECT_EQ(get(path, {{"If-None-Match", header(answer, "ETag")}}).status, 304);
    EXPECT_EQ(header(send(request(http::Method::options, path)), "Access-Control-Allow-Origin"), "*");
}

TEST_F(CompanionDelivery, ATranscriptHasEveryForm) {
    Episode episode = make_episode(show_, "Fog", start_ - hours{1});
    put_transcript(episode, "en", true, segments_);
    const std::string path = "/transcripts/" + episode.key + ".en.";
    const auto check = [&](const std::string& extension, const std::string& type, const std::string& words) {
        const http::Response answer = get(path + extension);
        ASSERT_EQ(answer.status, 200) << extension;
        EXPECT_EQ(header(answer, "Content-Type"), type);
        EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
        EXPECT_NE(body(answer).find(words), std::string::npos) << body(answer);
    };
    check("vtt", "text/vtt; charset=utf-8", "00:00:01.500 --> 00:00:02.250\n<v Mara>Good &lt;b&gt;morning");
    check("srt", "application/x-subrip; charset=utf-8", "00:00:01,500 --> 00:00:02,250\nMara: Good < b>morning");
    check("json", "application/json", R"("startTime":1.5)");
    check("txt", "text/plain; charset=utf-8", "Mara: Good <b>morning");
    check("html", "text/html; charset=utf-8", "Good &lt;b&gt;morning");
    EXPECT_EQ(header(get(path + "html"), "Content-Security-Policy"), "default-src 'none'; sandbox");
    EXPECT_EQ(status(path + "pdf"), 404);
    EXPECT_EQ(status("/transcripts/" + episode.key + ".de.vtt"), 404);

    put_transcript(episode, "en", false, "Edited by hand.");
    EXPECT_EQ(body(get(path + "txt")).find("Edited by hand."), 0U) << "the text for readers is the one that is";
    EXPECT_NE(body(get(path + "vtt")).find("Mara"), std::string::npos);
}

TEST_F(CompanionDelivery, NothingOfAnEpisodeIsThereBeforeItIs) {
    Episode episode = make_episode(show_, "Fog", start_ + hours{1});
    put_chapters(episode);
    put_transcript(episode, "en", true, segments_);
    put_stream(episode);
    const std::vector<std::string> paths{"/chapters/" + episode.key + ".json",
                                         "/transcripts/" + episode.key + ".en.vtt", stream_path(episode, "master.m3u8"),
                                         stream_path(episode, version_ + "/v240/00000.m4s"),
                                         stream_path(episode, version_ + "/subtitles/en.m3u8")};
    for (const auto& path : paths) EXPECT_EQ(status(path), 404) << path;
    clock_.advance(hours{1});
    for (const auto& path : paths) EXPECT_EQ(status(path), 200) << path;
    episode.archived_at = clock_.now();
    update(episode);
    for (const auto& path : paths) EXPECT_EQ(status(path), 404) << path;
    episode.deleted_at = clock_.now();
    update(episode);
    for (const auto& path : paths) EXPECT_EQ(status(path), 410) << path;
}

TEST_F(CompanionDelivery, AStreamsFilesAreStretchesOfItsBlob) {
    Episode episode = make_episode(show_, "Fog", start_ - hours{1});
    EXPECT_EQ(status(stream_path(episode, "master.m3u8")), 404);
    put_stream(episode);
    const http::Response master = get(stream_path(episode, "master.m3u8"));
    EXPECT_EQ(header(master, "Content-Type"), "application/vnd.apple.mpegurl");
    EXPECT_NE(body(master).find("\n" + version_ + "/v240/index.m3u8\n"), std::string::npos) << body(master);
    EXPECT_EQ(header(master, "Cache-Control"), "public, max-age=60");

    const std::string first = stream_path(episode, version_ + "/v240/00000.m4s");
    const std::string second = stream_path(episode, version_ + "/v240/00001.m4s");
    EXPECT_EQ(body(get(second)), "second");
    EXPECT_EQ(header(get(second), "Content-Type"), "video/mp4");
    EXPECT_EQ(header(get(second), "Cache-Control"), "private, max-age=3600, no-transform");
    EXPECT_EQ(header(get(second), "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(body(get(second, {{"Range", "bytes=1-3"}})), "eco");
    EXPECT_NE(header(get(first), "ETag"), header(get(second), "ETag"));
    EXPECT_EQ(body(get(stream_path(episode, version_ + "/v240/index.m3u8"))), "#EXTM3U\n");

    EXPECT_EQ(status(stream_path(episode, version_ + "/v240/00002.m4s")), 404);
    EXPECT_EQ(status(stream_path(episode, version_ + "/master.m3u8")), 404) << "its addresses lack the version";
    EXPECT_EQ(status(stream_path(episode, "0123456789abcdef/v240/00000.m4s")), 404) << "another film's";
    EXPECT_EQ(status(stream_path(episode, version_ + "/subtitles/en.m3u8")), 404);
}

TEST_F(CompanionDelivery, SegmentsAreOnRecordByTheirTime) {
    Episode episode = make_episode(show_, "Fog", start_ - hours{1});
    put_stream(episode);
    http::Response whole = get(stream_path(episode, version_ + "/v240/00001.m4s"));
    finish(whole);
    http::Response part = get(stream_path(episode, version_ + "/v240/00001.m4s"), {{"Range", "bytes=0-1"}});
    finish(part);
    http::Response playlist = get(stream_path(episode, "master.m3u8"));
    finish(playlist);
    const auto hits = spool_.hits();
    ASSERT_EQ(hits.size(), 2U) << "playlists are no listening";
    EXPECT_EQ(hits.at(0).source, analytics::HitSource::hls);
    EXPECT_EQ(hits.at(0).revision, episode.companions.stream->sha256);
    using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;
    EXPECT_EQ(hits.at(0).ranges, (Ranges{{40'000, 79'999}}));
    EXPECT_TRUE(hits.at(1).ranges.empty()) << "a part of a segment is no time";
}

}  // namespace
}  // namespace mooring::delivery
