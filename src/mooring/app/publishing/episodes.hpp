#pragma once

#include <string>
#include <vector>

#include "mooring/app/publishing/ports.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::publishing {

/// What becomes of a new episode: out at its time, or kept as a draft.
enum class Intent { publish, draft };

/// Make an episode. `wanted` says its workspace and show, what people read, its media, and `publish_at` (unset: now,
/// in whole seconds; in the future: scheduled). Its names and times are given here; a GUID in `wanted` is kept, since
/// it came from another host. Audio given by URL gets a probe, and `image_url` a fetch, by jobs. A draft may do without
/// a title. Errors: not_found (the show is not in the workspace; field `show`), invalid_argument (title; media:
/// publishing without any).
Result<EpisodeInShow> create_episode(CatalogTransaction& tx, Random& random, Instant now, Episode wanted,
                                     Intent intent = Intent::publish);

/// What may be changed of an episode; unset members stay, an empty `image_url` removes the picture.
struct EpisodePatch {
    std::optional<std::string> title, description, image_url;
    /// Compared in whole seconds. In the future: scheduled again and hidden until then; else published.
    std::optional<Instant> publish_at;
};

/// Change an episode that is neither a draft nor archived. A patch that changes nothing leaves no trace: no event, the
/// same time of modification.
/// Errors: not_found (not in this workspace), invalid_argument (title).
Result<EpisodeInShow> update_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id,
                                     const EpisodePatch& patch);

/// Hide an episode everywhere and keep all of it. `by` is what the Archived tab shows: `key:AbCd1234`, `account:7`.
/// Errors: not_found (not in this workspace, a draft, or archived already).
Result<void> archive_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id, std::string by);

/// Bring an archived episode back as it was, in the state that its time and its show imply now.
/// Errors: not_found (not in this workspace, or not archived).
Result<EpisodeInShow> restore_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id);

/// Delete an episode for good, drafts and archived ones too. Its file goes a day later unless another episode uses it.
/// Errors: not_found (not in this workspace).
Result<void> delete_episode(CatalogTransaction& tx, Instant now, WorkspaceId workspace, EpisodeId id);

/// An episode by id, as this family sees it: neither a draft nor archived, visible or not.
/// Errors: not_found (field `episode`).
Result<EpisodeInShow> get_episode(CatalogSnapshot& catalog, WorkspaceId workspace, EpisodeId id);

/// Write scheduled -> published for episodes whose time has come, oldest first, at most `limit`, and the events that
/// announce those that can be seen. What was changed meanwhile is left alone. Called within a second of
/// `next_publication`; nothing but the announcements waits for it.
/// Returns how many were due; as many as `limit` means there may be more. Errors: unavailable, no_space.
Result<int> transition_due_episodes(Catalog& catalog, const Clock& clock, int limit = 100);

}  // namespace mooring::app::publishing
