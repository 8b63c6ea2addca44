#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::app::publishing {
namespace {

Error episode_not_found() {
    return Error{Errc::not_found, "episode not found", "episode"};
}

/// An episode of a workspace that is not deleted, drafts and archived ones too.
Result<EpisodeInShow> find_kept(CatalogSnapshot& catalog, WorkspaceId workspace, EpisodeId id) {
    MOORING_TRY(std::optional<Episode> episode, catalog.episodes().find(id));
    if (!episode || episode->workspace != workspace || episode->deleted_at) return episode_not_found();
    MOORING_TRY(std::optional<Show> show, catalog.shows().find(episode->show));
    if (!show || show->deleted_at) return episode_not_found();
    return EpisodeInShow{std::move(*episode), std::move(*show)};
}

/// A scheduled episode whose time has come is published, whether or not the transition has been written yet.
void settle_status(Episode& episode, Instant now) {
    if (episode.status == EpisodeStatus::scheduled && episode.publish_at && *episode.publish_at <= now) {
        episode.status = EpisodeStatus::published;
    }
}

/// Write the changed row and tell of it.
Result<void> write_change(CatalogTransaction& tx, const Show& show, const Episode& before, Episode& after,
                          Instant now) {
    settle_status(after, now);
    after.updated_at = now;
    MOORING_CHECK(tx.episode_writer().update(after));
    return tell_episode_change(tx, show, &before, after, now);
}

}  // namespace

Result<EpisodeInShow> get_episode(CatalogSnapshot& catalog, WorkspaceId workspace, EpisodeId id) {
    MOORING_TRY(EpisodeInShow found, find_kept(catalog, workspace, id));
    if (found.episode.status == EpisodeStatus::draft || found.episode.archived_at) return episode_not_found();
    return found;
}

Result<EpisodeInShow> update_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id,
                                     const EpisodePatch& patch) {
    MOORING_TRY(EpisodeInShow found, get_episode(tx, workspace, id));
    const Episode before = found.episode;
    Episode& after = found.episode;
    if (patch.title) {
        after.title = std::string{trim(*patch.title)};
        if (after.title.empty()) return invalid("title", "title is required");
    }
    after.description = patch.description.value_or(before.description);
    after.image_url = patch.image_url.value_or(before.image_url);
    if (patch.publish_at &&
        unix_seconds(*patch.publish_at) != unix_seconds(before.publish_at.value_or(Instant::min()))) {
        after.publish_at = *patch.publish_at;
        after.status = *after.publish_at > now ? EpisodeStatus::scheduled : EpisodeStatus::published;
    }
    if (after == before) return found;

    const bool picture_changed = after.image_url != before.image_url;
    if (picture_changed && after.image_url.empty()) after.image_hash.clear();
    MOORING_CHECK(write_change(tx, found.show, before, after, now));
    if (picture_changed && !after.image_url.empty()) {
        MOORING_CHECK(enqueue_for(tx, job_kind::fetch_episode_image, "episode", id.value, now));
    }
    return found;
}

Result<void> archive_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id, std::string by) {
    MOORING_TRY(EpisodeInShow found, get_episode(tx, workspace, id));
    const Episode before = found.episode;
    found.episode.archived_at = now;
    found.episode.archived_by = std::move(by);
    return write_change(tx, found.show, before, found.episode, now);
}

Result<EpisodeInShow> restore_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id) {
    MOORING_TRY(EpisodeInShow found, find_kept(tx, workspace, id));
    if (!found.episode.archived_at) return episode_not_found();
    const Episode before = found.episode;
    found.episode.archived_at.reset();
    found.episode.archived_by.clear();
    MOORING_CHECK(write_change(tx, found.show, before, found.episode, now));
    return found;
}

Result<void> delete_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id) {
    MOORING_TRY(EpisodeInShow found, find_kept(tx, workspace, id));
    const Episode before = found.episode;
    found.episode.deleted_at = now;
    MOORING_CHECK(write_change(tx, found.show, before, found.episode, now));
    if (const auto* stored = std::get_if<domain::StoredMedia>(&found.episode.media)) {
        MOORING_CHECK(enqueue_blob_removal(tx, stored->sha256, now));
    }
    if (found.episode.video) MOORING_CHECK(enqueue_blob_removal(tx, found.episode.video->sha256, now));
    return drop_companions(tx, now, found.episode);
}

Result<int> transition_due_episodes(Catalog& catalog, const Clock& clock, int limit) {
    return catalog.write([&](CatalogTransaction& tx) -> Result<int> {
        const Instant now = clock.now();
        MOORING_TRY(const std::vector<Episode> due, tx.episodes().due(now, limit));
        for (const Episode& before : due) {
            MOORING_TRY(const std::optional<Show> show, tx.shows().find(before.show));
            Episode after = before;
            settle_status(after, now);
            if (!show || after.status == before.status) continue;
            MOORING_CHECK(tx.episode_writer().update(after));
            if (domain::visible(*show, after, now)) {
                MOORING_CHECK(
                    tx.outbox_writer().append({storage::EventKind::episode_published, show->id, after.id, now}));
                MOORING_CHECK(
                    tx.outbox_writer().append({storage::EventKind::feed_changed, show->id, std::nullopt, now}));
            }
        }
        return static_cast<int>(due.size());
    });
}

}  // namespace mooring::app::publishing
