#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "catalog_contract.hpp"

// What goes with an episode's media: chapters, transcripts, streams (delivery.md, 6 and 11).

namespace mooring::contract {
namespace {

using domain::Chapter;
using domain::Episode;
using domain::EpisodeId;
using std::chrono::milliseconds;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::StoredTranscript;
using storage::StreamFile;

class CompanionContract : public CatalogContract {
protected:
    EpisodeId add_episode() { return add(samples.episode(add_show())).id; }
    std::vector<Chapter> chapters(EpisodeId id) {
        return ask([&](CatalogSnapshot& view) { return view.companions().chapters(id); });
    }
    void set_chapters(EpisodeId id, const std::vector<Chapter>& wanted) {
        change([&](CatalogTransaction& tx) { return tx.companion_writer().set_chapters(id, wanted); });
    }
    std::optional<StoredTranscript> transcript(EpisodeId id, std::string_view language, bool is_timed) {
        return ask([&](CatalogSnapshot& view) { return view.companions().transcript(id, language, is_timed); });
    }
    void put_transcript(EpisodeId id, const StoredTranscript& wanted) {
        change([&](CatalogTransaction& tx) { return tx.companion_writer().put_transcript(id, wanted); });
    }
    std::optional<StreamFile> stream_file(std::string_view sha256, std::string_view name) {
        return ask([&](CatalogSnapshot& view) { return view.companions().stream_file(sha256, name); });
    }
};

TEST_P(CompanionContract, ChaptersComeBackAsTheyWereAndReplaceEachOther) {
    const EpisodeId id = add_episode(), other = add_episode();
    const std::vector<Chapter> full{
        {.start = milliseconds{0}, .title = "Tide"},
        {.start = milliseconds{1'500},
         .end = milliseconds{90'000},
         .title = "Fog \xc3\xbc",
         .url = "https://a.example/x",
         .image_url = "https://a.example/x.png",
         .is_listed = false,
         .location = domain::ChapterPlace{"Harbour", "geo:1,2", "N7"}},
        {.start = milliseconds{2'000}, .title = "Nowhere", .location = domain::ChapterPlace{}}};
    set_chapters(id, full);
    set_chapters(other, {{.start = milliseconds{5}, .title = "Another's"}});
    EXPECT_EQ(chapters(id), full);

    const std::vector<Chapter> fewer{full.back()};
    set_chapters(id, fewer);
    EXPECT_EQ(chapters(id), fewer);
    set_chapters(id, {});
    EXPECT_TRUE(chapters(id).empty());
    EXPECT_EQ(chapters(other).size(), 1U);
    EXPECT_TRUE(chapters(EpisodeId{samples.number()}).empty());
}

TEST_P(CompanionContract, TheOutlineOfSoundGoesWithItsBlob) {
    const std::string one(64, 'a'), other(64, 'b');
    const auto outline = [&](const std::string& sha256) {
        return ask([&](CatalogSnapshot& view) { return view.companions().sound_outline(sha256); });
    };
    const auto is_known = [&](const std::string& sha256) {
        return ask([&](CatalogSnapshot& view) { return view.companions().has_sound_outline(sha256); });
    };
    const storage::SoundOutline loud{-14.25, 6.5, -1.0, R"({"version":2})"};
    const storage::SoundOutline silent{{}, {}, {}, R"({"version":2,"length":0})"};
    EXPECT_FALSE(is_known(one));
    change([&](CatalogTransaction& tx) { return tx.companion_writer().put_sound_outline(one, silent); });
    change([&](CatalogTransaction& tx) { return tx.companion_writer().put_sound_outline(one, loud); });
    change([&](CatalogTransaction& tx) { return tx.companion_writer().put_sound_outline(other, silent); });
    EXPECT_TRUE(is_known(one));
    EXPECT_EQ(outline(one), loud);
    EXPECT_EQ(outline(other), silent);
    change([&](CatalogTransaction& tx) { return tx.companion_writer().forget_blob(one); });
    EXPECT_EQ(outline(one), std::nullopt);
    EXPECT_FALSE(is_known(one));
    EXPECT_EQ(outline(other), silent);
}

TEST_P(CompanionContract, ALanguageHasOneTranscriptOfEachKind) {
    const EpisodeId id = add_episode();
    const StoredTranscript timed{"en", true, R"({"version":"1.0.0"})", "vtt", std::string("WEBVTT\0x", 8)};
    StoredTranscript plain{"en", false, "Words.", "txt", "Words."};
    put_transcript(id, timed);
    put_transcript(id, plain);
    plain.original = "Other words.";
    put_transcript(id, plain);
    EXPECT_EQ(transcript(id, "en", true), timed) << "bytes of any kind come back";
    EXPECT_EQ(transcript(id, "en", false), plain);
    EXPECT_EQ(transcript(id, "de", true), std::nullopt);

    change([&](CatalogTransaction& tx) { return tx.companion_writer().remove_transcript(id, "en", true); });
    EXPECT_EQ(transcript(id, "en", true), std::nullopt);
    EXPECT_EQ(transcript(id, "en", false), plain);
}

TEST_P(CompanionContract, AStreamSaysWhereItsFilesLie) {
    const std::string sha256 = samples.unique(64);
    const StreamFile master{"master.m3u8", "application/vnd.apple.mpegurl", 0, 31, {}, {}};
    const StreamFile segment{"v720/00001.m4s", "video/mp4", 31, 4LL << 32, milliseconds{6'006}, milliseconds{5'994}};
    const auto put = [&](const std::vector<StreamFile>& files) {
        change([&](CatalogTransaction& tx) { return tx.companion_writer().put_stream(sha256, files); });
    };
    put({master, segment});
    put({master, segment});
    EXPECT_EQ(stream_file(sha256, "v720/00001.m4s"), segment);
    EXPECT_EQ(stream_file(sha256, "v720/00002.m4s"), std::nullopt);
    EXPECT_EQ(stream_file(samples.unique(64), "master.m3u8"), std::nullopt);
    put({master});
    EXPECT_EQ(stream_file(sha256, "v720/00001.m4s"), std::nullopt) << "what is put replaces what was there";
    change([&](CatalogTransaction& tx) { return tx.companion_writer().forget_blob(sha256); });
    EXPECT_EQ(stream_file(sha256, "master.m3u8"), std::nullopt);
}

TEST_P(CompanionContract, AStreamsBlobIsInUseWhileItsEpisodeIs) {
    Episode episode = samples.episode(add_show());
    const std::string sha256 = samples.unique(64);
    episode.companions.stream = domain::StreamedFilm{.sha256 = sha256, .size_bytes = 5, .made_of = {}, .since = {}};
    episode = add(episode);
    const auto uses = [&] {
        return ask([&](CatalogSnapshot& view) { return view.episodes().count_with_media(sha256); });
    };
    EXPECT_EQ(uses(), 1);
    episode.deleted_at = sample_now;
    update(episode);
    EXPECT_EQ(uses(), 0);
}

MOORING_ON_EVERY_ENGINE(CompanionContract);

}  // namespace
}  // namespace mooring::contract
