#include "mooring/app/publishing/episodes.hpp"

#include <gmock/gmock.h>

#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/list_episodes.hpp"
#include "mooring/app/publishing/test_catalog.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::app::publishing {
namespace {

using test::must;
using testing::ElementsAre;
using testing::IsEmpty;

class Episodes : public test::CatalogTest {
protected:
    Result<EpisodeInShow> update(EpisodeId id, const EpisodePatch& patch) {
        return catalog->write(
            [&](CatalogTransaction& tx) { return update_episode(tx, clock.now(), workspace, id, patch); });
    }
    Result<void> archive(EpisodeId id) {
        return catalog->write(
            [&](CatalogTransaction& tx) { return archive_episode(tx, clock.now(), workspace, id, "key:AbCd1234"); });
    }
    Result<EpisodeInShow> restore(EpisodeId id) {
        return catalog->write([&](CatalogTransaction& tx) { return restore_episode(tx, clock.now(), workspace, id); });
    }
    std::size_t listed() {
        const EpisodeListing listing{.workspace = workspace, .show = {}, .now = clock.now(), .after = {}};
        return must(catalog->read([&](CatalogSnapshot& view) { return list_episodes(view, listing); })).episodes.size();
    }
    std::int64_t waiting_jobs(std::string_view kind) {
        for (const auto& count : must(catalog->read([](CatalogSnapshot& view) { return view.jobs().counts(); }))) {
            if (count.kind == kind) return count.waiting;
        }
        return 0;
    }
};

TEST_F(Episodes, AreNamedOnCreation) {
    const Episode episode = make_episode("Harbour lights");
    EXPECT_EQ(episode.opaque_id.size(), 22U);
    EXPECT_EQ(episode.key.size(), 16U);
    EXPECT_EQ(episode.guid.size(), 36U);
    EXPECT_EQ(episode.slug, "harbour-lights");
    EXPECT_EQ(episode.publish_at, test::at("2025-03-10T10:00:00Z"));
    EXPECT_EQ(stored(episode.id), episode);
}

TEST_F(Episodes, AskForAProbeOfAudioElsewhereAndForTheirPicture) {
    Episode wanted = draft_of("One");
    wanted.image_url = "https://img.saltmarsh.example/1.jpg";
    must(catalog->write([&](CatalogTransaction& tx) { return create_episode(tx, random, clock.now(), wanted); }));
    EXPECT_EQ(waiting_jobs(job_kind::probe_audio), 1);
    EXPECT_EQ(waiting_jobs(job_kind::fetch_episode_image), 1);
}

TEST_F(Episodes, AnnounceThemselvesOnlyWhenTheyCanBeSeen) {
    make_episode("Now");
    EXPECT_THAT(take_events(), ElementsAre("episode.published", "feed.changed"));
    make_episode("Later", clock.now() + std::chrono::hours{1});
    EXPECT_THAT(take_events(), IsEmpty());
    show = make_show("Hidden", domain::ShowVisibility::unpublished);
    make_episode("In a hidden show");
    EXPECT_THAT(take_events(), IsEmpty());
}

TEST_F(Episodes, LeaveNoTraceOfAChangeThatChangesNothing) {
    const Episode before = make_episode("One", test::at("2025-03-10T09:00:00.4Z"));
    take_events();
    clock.advance(std::chrono::minutes{5});
    must(update(before.id, {}));
    must(update(before.id,
                {.title = "One", .description = "", .image_url = "", .publish_at = test::at("2025-03-10T09:00:00Z")}));
    EXPECT_EQ(stored(before.id), before);
    EXPECT_THAT(take_events(), IsEmpty());
}

TEST_F(Episodes, TellOfEveryChangeThatShows) {
    const Episode episode = make_episode("One");
    take_events();
    const Instant before = stored_show().content_changed_at;
    clock.advance(std::chrono::minutes{5});
    must(update(episode.id, {.title = "Two", .description = {}, .image_url = {}, .publish_at = {}}));
    EXPECT_THAT(take_events(), ElementsAre("episode.updated", "feed.changed"));
    EXPECT_EQ(stored_show().content_changed_at, before + std::chrono::minutes{5});

    must(update(episode.id,
                {.title = {}, .description = {}, .image_url = {}, .publish_at = clock.now() + std::chrono::hours{1}}));
    EXPECT_THAT(take_events(), ElementsAre("episode.removed", "feed.changed"));
    EXPECT_EQ(listed(), 0U);
    must(update(episode.id, {.title = {}, .description = {}, .image_url = {}, .publish_at = clock.now()}));
    EXPECT_THAT(take_events(), ElementsAre("episode.published", "feed.changed"));
    EXPECT_EQ(listed(), 1U);
}

TEST_F(Episodes, NeverMoveTheTimeOfChangeBack) {
    const Instant before = stored_show().content_changed_at;
    clock.advance(-std::chrono::hours{1});
    make_episode("Made while the clock is wrong", clock.now());
    EXPECT_EQ(stored_show().content_changed_at, before);
}

TEST_F(Episodes, BecomePublishedAtTheirSecondAndAreAnnouncedOnce) {
    const Episode episode = make_episode("Later", clock.now() + std::chrono::hours{1});
    clock.advance(std::chrono::hours{1} - std::chrono::seconds{1});
    EXPECT_EQ(must(transition_due_episodes(*catalog, clock)), 0);
    EXPECT_EQ(listed(), 0U);
    clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(listed(), 1U) << "no job has run";
    EXPECT_EQ(must(transition_due_episodes(*catalog, clock)), 1);
    EXPECT_EQ(stored(episode.id).status, EpisodeStatus::published);
    EXPECT_THAT(take_events(), ElementsAre("episode.published", "feed.changed"));
    EXPECT_EQ(must(transition_due_episodes(*catalog, clock)), 0);
    clock.advance(-std::chrono::hours{2});
    EXPECT_EQ(listed(), 1U) << "a clock set back hides nothing";
}

TEST_F(Episodes, AreAnnouncedByAChangeThatComesBeforeTheTransition) {
    const Episode episode = make_episode("Later", clock.now() + std::chrono::hours{1});
    clock.advance(std::chrono::hours{2});
    must(update(episode.id, {.title = "Renamed", .description = {}, .image_url = {}, .publish_at = {}}));
    EXPECT_THAT(take_events(), ElementsAre("episode.published", "feed.changed"));
    EXPECT_EQ(must(transition_due_episodes(*catalog, clock)), 0);
}

TEST_F(Episodes, AreTheSameAfterAThousandRoundsOfArchiveAndRestore) {
    const Episode before = make_episode("One");
    must(catalog->write([&](CatalogTransaction& tx) -> Result<void> {
        for (int round = 0; round < 1000; ++round) {
            MOORING_CHECK(archive_episode(tx, clock.now(), workspace, before.id, "admin"));
            MOORING_CHECK(restore_episode(tx, clock.now(), workspace, before.id));
        }
        return ok();
    }));
    Episode after = stored(before.id);
    after.updated_at = before.updated_at;
    EXPECT_EQ(after, before);
}

TEST_F(Episodes, DisappearWhenArchivedAndComeBackWhenRestored) {
    const Episode episode = make_episode("One");
    take_events();
    must(archive(episode.id));
    EXPECT_EQ(listed(), 0U);
    EXPECT_EQ(stored(episode.id).archived_by, "key:AbCd1234");
    EXPECT_THAT(take_events(), ElementsAre("episode.removed", "feed.changed"));
    EXPECT_EQ(archive(episode.id).error().code, Errc::not_found);
    EXPECT_EQ(update(episode.id, {}).error().code, Errc::not_found);
    must(restore(episode.id));
    EXPECT_EQ(listed(), 1U);
    EXPECT_THAT(take_events(), ElementsAre("episode.published", "feed.changed"));
    EXPECT_EQ(restore(episode.id).error().code, Errc::not_found);
}

TEST_F(Episodes, AreDeletedForGoodWithTheirFileADayLater) {
    Episode wanted = draft_of("One");
    domain::StoredMedia media;
    media.sha256 = std::string(64, 'a');
    media.size_bytes = 10;
    media.mime_type = "audio/mpeg";
    media.extension = "mp3";
    wanted.media = media;
    const EpisodeId id = must(catalog->write([&](CatalogTransaction& tx) {
                             return create_episode(tx, random, clock.now(), wanted);
                         })).episode.id;
    must(catalog->write([&](CatalogTransaction& tx) { return delete_episode(tx, clock.now(), workspace, id); }));
    EXPECT_EQ(listed(), 0U);
    EXPECT_TRUE(stored(id).deleted_at);
    EXPECT_EQ(waiting_jobs(job_kind::remove_blob), 1);
    EXPECT_EQ(must(catalog->read([](CatalogSnapshot& view) { return view.jobs().next_run(); })),
              clock.now());  // the probe or the show's artwork; the removal waits a day
}

TEST_F(Episodes, OfAnotherWorkspaceDoNotExist) {
    const Episode episode = make_episode("One");
    const WorkspaceId other{workspace.value + 1};
    const auto found = catalog->read([&](CatalogSnapshot& view) { return get_episode(view, other, episode.id); });
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error(), (Error{Errc::not_found, "episode not found", "episode"}));
    Episode wanted = draft_of("Two");
    wanted.workspace = other;
    const auto made =
        catalog->write([&](CatalogTransaction& tx) { return create_episode(tx, random, clock.now(), wanted); });
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().field, "show");
}

TEST_F(Episodes, KeptAsDraftsAreNobodysButTheirOwners) {
    const Episode draft = must(catalog->write([&](CatalogTransaction& tx) {
                              return create_episode(tx, random, clock.now(), draft_of("Draft"), Intent::draft);
                          })).episode;
    EXPECT_EQ(listed(), 0U);
    EXPECT_THAT(take_events(), IsEmpty());
    const auto found = catalog->read([&](CatalogSnapshot& view) { return get_episode(view, workspace, draft.id); });
    EXPECT_FALSE(found);
}

}  // namespace
}  // namespace mooring::app::publishing
