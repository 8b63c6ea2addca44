#include <string>

#include "catalog_contract.hpp"

// Single episodes: names, fields, tombstones, what is due.

namespace mooring::contract {
namespace {

using domain::Episode;
using domain::Show;
using std::chrono::microseconds;
using std::chrono::seconds;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

TEST_P(CatalogContract, GivesBackEveryFieldOfAnEpisodeByEveryName) {
    const Show show = add_show();
    Episode external = samples.full_episode(show);
    external.media = domain::ExternalMedia{"https://cdn.example/a b?c=%00", 77, "audio/mpeg",
                                           std::chrono::milliseconds{5}, sample_now};
    Episode unprobed = samples.episode(show);
    unprobed.media = domain::ExternalMedia{"https://cdn.example/x.mp3", {}, "", {}, sample_now};
    Episode silent = samples.episode(show);
    silent.media = std::monostate{};
    silent.audio = {};
    silent.status = domain::EpisodeStatus::draft;
    silent.publish_at.reset();
    for (const Episode& stored :
         {add(samples.episode(show)), add(samples.full_episode(show)), add(external), add(unprobed), add(silent)}) {
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find(stored.id); }), stored);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_key(stored.key); }), stored);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_opaque_id(stored.opaque_id); }), stored);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_guid(show.id, stored.guid); }), stored);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_slug(show.id, stored.slug); }), stored);
    }
    const domain::ShowId other{show.id.value + 1};
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_guid(other, silent.guid); }));
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_slug(other, silent.slug); }));
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_slug(show.id, ""); }));
    EXPECT_FALSE(ask([](CatalogSnapshot& at) { return at.episodes().find(domain::EpisodeId{1}); }));
}

// creators-rest.md, section 5: upward from a base; design.md, section 3: dense and never reused.
TEST_P(CatalogContract, NumbersEpisodesDenselyAndNeverAgain) {
    const Show show = add_show();
    const Episode first = add(samples.episode(show));
    EXPECT_EQ(first.id.value, 130'000'001);
    EXPECT_FALSE(catalog().write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.episode_writer().insert(samples.episode(show)));
        return Error{Errc::conflict, "no"};
    }));
    const Episode second = add(samples.episode(show));
    EXPECT_EQ(second.id.value, 130'000'002);
    reopen();
    EXPECT_EQ(add(samples.episode(show)).id.value, 130'000'003);
}

TEST_P(CatalogContract, ReplacesAllFieldsOfAnEpisodeButItsNames) {
    const Show show = add_show();
    const Episode stored = add(samples.full_episode(show));
    Episode changed = samples.episode(show);
    changed.id = stored.id;
    Episode expected = changed;
    expected.opaque_id = stored.opaque_id;
    expected.key = stored.key;
    expected.guid = stored.guid;
    update(changed);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find(stored.id); }), expected);
    update(stored);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find(stored.id); }), stored);

    changed.id = domain::EpisodeId{1};
    const auto missing = catalog().write([&](CatalogTransaction& tx) { return tx.episode_writer().update(changed); });
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::not_found);
}

TEST_P(CatalogContract, NamesTheEpisodeFieldThatIsTaken) {
    const Show show = add_show();
    const Show other_show = add(samples.show(show.workspace));
    const Episode stored = add(samples.episode(show));
    const auto conflict_of = [&](const Show& of, auto spoil) {
        Episode episode = samples.episode(of);
        spoil(episode);
        const auto done = catalog().write([&](CatalogTransaction& tx) { return tx.episode_writer().insert(episode); });
        return done ? Error{Errc::internal, "stored"} : done.error();
    };
    const auto expect_conflict = [](const Error& error, const char* field) {
        EXPECT_EQ(error.code, Errc::conflict) << field;
        EXPECT_EQ(error.field, field);
    };
    expect_conflict(conflict_of(other_show, [&](Episode& e) { e.key = stored.key; }), "key");
    expect_conflict(conflict_of(other_show, [&](Episode& e) { e.opaque_id = stored.opaque_id; }), "opaque_id");
    expect_conflict(conflict_of(show, [&](Episode& e) { e.guid = stored.guid; }), "guid");
    expect_conflict(conflict_of(show, [&](Episode& e) { e.slug = stored.slug; }), "slug");
    EXPECT_EQ(conflict_of(other_show, [&](Episode& e) { e.guid = stored.guid; }).message, "stored");
    EXPECT_EQ(conflict_of(other_show, [&](Episode& e) { e.slug = stored.slug; }).message, "stored");
    EXPECT_EQ(conflict_of(show, [&](Episode& e) { e.guid = stored.guid + " "; }).message, "stored") << "bytes count";
    EXPECT_EQ(conflict_of(show, [](Episode& e) { e.show = domain::ShowId{999}; }).code, Errc::not_found);
    EXPECT_EQ(conflict_of(show, [](Episode& e) { e.workspace = domain::WorkspaceId{999}; }).code,
              Errc::invalid_argument);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 2);
}

TEST_P(CatalogContract, ReservesOldSlugsOfAnEpisode) {
    const Show show = add_show();
    Episode episode = add(samples.episode(show));
    const std::string old_slug = episode.slug;
    episode.slug = "new-slug";
    update(episode);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_slug(show.id, old_slug); }), episode);
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.episodes().is_slug_free(show.id, old_slug); }));
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.episodes().is_slug_free(show.id, "other"); }));
    Episode other = add(samples.episode(show));
    other.slug = old_slug;
    const auto taken = catalog().write([&](CatalogTransaction& tx) { return tx.episode_writer().update(other); });
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().field, "slug");
}

TEST_P(CatalogContract, GetsManyInTheOrderAsked) {
    const Show show = add_show();
    const Episode a = add(samples.episode(show));
    const Episode b = add(samples.episode(show));
    const auto found = ask([&](CatalogSnapshot& at) {
        return at.episodes().get_many({b.id, domain::EpisodeId{5}, a.id, b.id});
    });
    EXPECT_EQ(found, (std::vector{b, a, b}));
}

TEST_P(CatalogContract, KeepsDeletedEpisodesAsTombstones) {
    const Show show = add_show();
    Episode episode = add(samples.episode(show));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_with_media(std::string(64, 'a')); }), 1);
    episode.deleted_at = sample_now;
    update(episode);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find_by_key(episode.key); }), episode);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 0);
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.episodes().list_all(show.id, 0, 10); }).empty());
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_with_media(std::string(64, 'a')); }), 0);
}

TEST_P(CatalogContract, ListsAllStatesNewestFirstByCreation) {
    const Show show = add_show();
    Episode draft = samples.episode(show);
    draft.status = domain::EpisodeStatus::draft;
    draft.publish_at.reset();
    draft.created_at = sample_now + seconds{2};
    draft = add(draft);
    Episode archived = samples.episode(show);
    archived.archived_at = sample_now;
    archived.created_at = sample_now + seconds{3};
    archived = add(archived);
    const Episode plain = add(samples.episode(show));
    const Episode same_instant = add(samples.episode(show));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().list_all(show.id, 0, 10); }),
              (std::vector{archived, draft, same_instant, plain}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().list_all(show.id, 1, 2); }),
              (std::vector{draft, same_instant}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().count_all(show.id); }), 4);
}

TEST_P(CatalogContract, TellsWhatIsDueAndWhatComesNext) {
    const Show show = add_show();
    const Show other_show = add(samples.show(show.workspace));
    const auto scheduled = [&](const Show& of, microseconds after_now) {
        Episode episode = samples.episode(of);
        episode.status = domain::EpisodeStatus::scheduled;
        episode.publish_at = sample_now + after_now;
        return add(episode);
    };
    const Episode later = scheduled(show, seconds{20});
    const Episode now_due = scheduled(show, microseconds{0});
    const Episode overdue = scheduled(other_show, -seconds{5});
    const Episode soon = scheduled(other_show, microseconds{1});
    add(samples.episode(show));  // published: never due
    Episode archived = scheduled(show, seconds{3});
    archived.archived_at = sample_now;
    update(archived);

    const auto due = [&](Instant now, int limit) {
        return ask([&](CatalogSnapshot& at) { return at.episodes().due(now, limit); });
    };
    EXPECT_EQ(due(sample_now, 10), (std::vector{overdue, now_due}));
    EXPECT_EQ(due(sample_now, 1), std::vector{overdue});
    EXPECT_EQ(due(sample_now + microseconds{1}, 10), (std::vector{overdue, now_due, soon}));

    const auto next = [&](std::optional<domain::ShowId> of, Instant now) {
        return ask([&](CatalogSnapshot& at) { return at.episodes().next_publication(of, now); });
    };
    EXPECT_EQ(next(show.id, sample_now - microseconds{1}), sample_now);
    EXPECT_EQ(next(show.id, sample_now), later.publish_at);
    EXPECT_EQ(next(std::nullopt, sample_now), soon.publish_at);
    EXPECT_EQ(next(show.id, sample_now + seconds{20}), std::nullopt);

    Episode noted = now_due;
    noted.status = domain::EpisodeStatus::published;
    update(noted);
    EXPECT_EQ(due(sample_now, 10), std::vector{overdue});
}

TEST_P(CatalogContract, RaisesTheRevisionWithEveryUpdate) {
    const Show show = add_show();
    Episode first = add(samples.episode(show));
    const Episode second = add(samples.episode(show));
    Episode scheduled = samples.episode(show);
    scheduled.status = domain::EpisodeStatus::scheduled;
    scheduled.publish_at = sample_now + seconds{1};
    scheduled = add(scheduled);
    const auto revisions = [&](Instant now) {
        return ask([&](CatalogSnapshot& at) { return at.episodes().visible_revisions(show.id, now); });
    };
    const auto before = revisions(sample_now);
    ASSERT_EQ(before.size(), 2U);
    EXPECT_EQ(before[0].id, second.id);
    EXPECT_EQ(before[1].id, first.id);
    first.updated_at = sample_now + seconds{9};
    update(first);
    const auto after = revisions(sample_now);
    EXPECT_EQ(after[0].revision, before[0].revision);
    EXPECT_GT(after[1].revision, before[1].revision);
    EXPECT_EQ(after[1].updated_at, first.updated_at);
    EXPECT_EQ(revisions(sample_now + seconds{1}).size(), 3U);
    EXPECT_EQ(revisions(sample_now + seconds{1})[0].id, scheduled.id);
}

}  // namespace
}  // namespace mooring::contract
