#include "mooring/app/publishing/companions.hpp"

#include <algorithm>

#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::publishing {
namespace {

using domain::Chapter;
using media::transcripts::Format;
using std::chrono::milliseconds;
using std::chrono::minutes;

class CompanionsTest : public test::CatalogTest {
protected:
    /// An episode with ten minutes of sound that is out.
    Episode episode_of_ten_minutes() {
        Episode wanted = draft_of("Fog", clock.now() - minutes{5});
        wanted.media = domain::StoredMedia{.sha256 = std::string(64, 'a'),
                                           .size_bytes = 9,
                                           .mime_type = "audio/mpeg",
                                           .extension = "mp3",
                                           .duration = minutes{10},
                                           .media_begin = 0,
                                           .media_end = 9,
                                           .bitrate_kbps = {},
                                           .sample_rate_hz = {},
                                           .channels = {},
                                           .since = clock.now()};
        const Episode made = test::must(catalog->write([&](CatalogTransaction& tx) {
                                 return create_episode(tx, random, clock.now(), wanted);
                             })).episode;
        forget_events();
        return made;
    }
    template <class Body>
    Result<Episode> change(Body&& body) {
        return catalog->write([&](CatalogTransaction& tx) -> Result<Episode> { return body(tx); });
    }
    Result<Episode> set(EpisodeId id, const std::vector<Chapter>& chapters, bool from_file = false) {
        return change([&](CatalogTransaction& tx) { return set_chapters(tx, clock.now(), id, chapters, from_file); });
    }
    Result<Episode> put(EpisodeId id, std::string language, Format format, std::string bytes) {
        return change([&](CatalogTransaction& tx) {
            return put_transcript(tx, clock.now(), id, {language, format, bytes});
        });
    }
    std::vector<Chapter> chapters_of(EpisodeId id) {
        return test::must(catalog->read([&](CatalogSnapshot& view) { return view.companions().chapters(id); }));
    }

    const std::vector<Chapter> two{{.start = milliseconds{0}, .title = "Tide"},
                                   {.start = milliseconds{60'000}, .title = "Fog"}};
    const std::vector<Chapter> one{{.start = milliseconds{0}, .title = "By hand"}};
};

TEST_F(CompanionsTest, ChaptersChangeTheFeedOnce) {
    const Episode made = episode_of_ten_minutes();
    ASSERT_TRUE(set(made.id, two));
    EXPECT_EQ(chapters_of(made.id), two);
    EXPECT_TRUE(stored(made.id).companions.chapters_since);
    EXPECT_EQ(take_events(), (std::vector<std::string>{"episode.updated", "feed.changed"}));
    ASSERT_TRUE(set(made.id, two));
    EXPECT_TRUE(take_events().empty()) << "nothing changed the second time";
    ASSERT_TRUE(set(made.id, {}));
    EXPECT_FALSE(stored(made.id).companions.chapters_since);
}

TEST_F(CompanionsTest, ChaptersBeginWithinTheSound) {
    const Episode made = episode_of_ten_minutes();
    const auto refused = set(made.id, {{.start = minutes{11}, .title = "Too late"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    EXPECT_EQ(refused.error().field, "chapters");
    EXPECT_TRUE(chapters_of(made.id).empty());
}

TEST_F(CompanionsTest, AFilesChaptersGiveWayToAPersons) {
    const Episode made = episode_of_ten_minutes();
    ASSERT_TRUE(set(made.id, two, true));
    EXPECT_EQ(chapters_of(made.id), two);
    ASSERT_TRUE(set(made.id, {}, true)) << "a new file without chapters";
    EXPECT_TRUE(chapters_of(made.id).empty());
    ASSERT_TRUE(set(made.id, one));
    ASSERT_TRUE(set(made.id, two, true));
    EXPECT_EQ(chapters_of(made.id), one);
}

TEST_F(CompanionsTest, ATranscriptIsReadAndKeptAsItCame) {
    const Episode made = episode_of_ten_minutes();
    const std::string srt = "1\n00:00:01,000 --> 00:00:02,500\nMara: Good morning.\n";
    ASSERT_TRUE(put(made.id, "en-GB", Format::srt, srt));
    const Episode kept = stored(made.id);
    ASSERT_EQ(kept.companions.transcripts.size(), 1U);
    EXPECT_EQ(kept.companions.transcripts.front().language, "en-gb");
    EXPECT_TRUE(kept.companions.transcripts.front().is_timed);
    const auto transcript = test::must(
        catalog->read([&](CatalogSnapshot& view) { return view.companions().transcript(made.id, "en-gb", true); }));
    ASSERT_TRUE(transcript);
    EXPECT_EQ(transcript->original, srt);
    EXPECT_EQ(transcript->original_format, "srt");
    EXPECT_NE(transcript->segments_json.find("Mara"), std::string::npos);
    EXPECT_EQ(take_events(), (std::vector<std::string>{"episode.updated", "feed.changed"}));
    ASSERT_TRUE(put(made.id, "en-gb", Format::srt, srt));
    EXPECT_TRUE(take_events().empty());
    ASSERT_TRUE(put(made.id, "en-gb", Format::text, "Good morning."));
    EXPECT_EQ(stored(made.id).companions.transcripts.size(), 2U) << "one that is timed, one that is not";
}

TEST_F(CompanionsTest, WhatIsNoTranscriptChangesNothing) {
    const Episode made = episode_of_ten_minutes();
    const std::string late = "1\n00:10:05,000 --> 00:10:06,000\nAfter the end.\n";
    EXPECT_EQ(put(made.id, "en", Format::srt, late).error().code, Errc::invalid_argument);
    EXPECT_EQ(put(made.id, "en", Format::srt, "1\n00:00:01,000 -> broken\n").error().code, Errc::corrupt);
    EXPECT_EQ(put(made.id, "en", Format::text, " \n").error().field, "transcript");
    EXPECT_EQ(put(made.id, "en_GB", Format::text, "Words.").error().field, "language");
    EXPECT_EQ(put(EpisodeId{999}, "en", Format::text, "Words.").error().code, Errc::not_found);
    EXPECT_EQ(stored(made.id), made);
    EXPECT_TRUE(take_events().empty());
}

TEST_F(CompanionsTest, ALanguagesTranscriptsGoTogether) {
    const Episode made = episode_of_ten_minutes();
    ASSERT_TRUE(put(made.id, "en", Format::text, "Words."));
    ASSERT_TRUE(put(made.id, "de", Format::text, "Worte."));
    const auto remove = [&](std::string_view language) {
        return change([&](CatalogTransaction& tx) { return remove_transcripts(tx, clock.now(), made.id, language); });
    };
    ASSERT_TRUE(remove("en"));
    ASSERT_EQ(stored(made.id).companions.transcripts.size(), 1U);
    EXPECT_EQ(stored(made.id).companions.transcripts.front().language, "de");
    EXPECT_EQ(remove("en").error().code, Errc::not_found);
}

TEST_F(CompanionsTest, ADeletedEpisodeKeepsNoWords) {
    const Episode made = episode_of_ten_minutes();
    ASSERT_TRUE(put(made.id, "en", Format::text, "Words."));
    ASSERT_TRUE(set(made.id, two));
    test::must(
        catalog->write([&](CatalogTransaction& tx) { return delete_episode(tx, clock.now(), workspace, made.id); }));
    EXPECT_TRUE(chapters_of(made.id).empty());
    EXPECT_FALSE(test::must(
        catalog->read([&](CatalogSnapshot& view) { return view.companions().transcript(made.id, "en", false); })));
}

TEST_F(CompanionsTest, AStreamGoesWithTheFilmItIsMadeOf) {
    Episode episode = episode_of_ten_minutes();
    episode.video = domain::StoredVideo{.sha256 = std::string(64, 'b'), .caption = {}, .upload = {}, .since = {}};
    episode.companions.stream =
        domain::StreamedFilm{.sha256 = std::string(64, 'c'), .made_of = episode.video->sha256, .since = clock.now()};
    const auto drop = [&] {
        test::must(catalog->write([&](CatalogTransaction& tx) { return drop_stale_stream(tx, clock.now(), episode); }));
    };
    drop();
    EXPECT_TRUE(episode.companions.stream);
    episode.video->sha256 = std::string(64, 'd');
    drop();
    EXPECT_FALSE(episode.companions.stream);
    const auto jobs = test::must(catalog->read([](CatalogSnapshot& view) { return view.jobs().counts(); }));
    EXPECT_TRUE(std::ranges::any_of(
        jobs, [](const auto& job) { return job.kind == job_kind::remove_blob && job.waiting == 1; }));
}

}  // namespace
}  // namespace mooring::app::publishing
