#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/episode.hpp"

namespace mooring::storage {

using domain::AudioId;
using domain::Episode;
using domain::EpisodeId;
using domain::ShowId;
using domain::WorkspaceId;

/// A place in the order of publication: newest `publish_at` second first, then the larger id
/// (publishing-v1.md, 6.1). Compared by whole Unix seconds, since that is all a cursor carries.
struct EpisodePosition {
    std::int64_t unix_seconds = 0;
    EpisodeId id;
    auto operator<=>(const EpisodePosition&) const = default;
};

/// Which episodes a public list holds: those visible at `now` (domain/visibility.hpp), of a workspace or of
/// one show of it.
struct VisibleEpisodesQuery {
    std::optional<WorkspaceId> workspace;
    std::optional<ShowId> show;
    Instant now;
    std::optional<EpisodePosition> after;  ///< only what comes strictly after this place
    std::int64_t offset = 0;               ///< ignored when `after` is set
    std::int64_t limit = 20;
};

/// An episode as search and lists give it: with its show's current name.
struct ListedEpisode {
    Episode episode;
    std::string show_title;
};

/// What the feed needs to know to decide which items to render again.
struct EpisodeRevision {
    EpisodeId id;
    Instant updated_at;
    std::int64_t revision = 0;  ///< rises with every change of the row
};

/// What sorting a show's episodes takes; deleted and archived ones too, since a place in a list may be after one.
struct EpisodeOutline {
    EpisodeId id;
    domain::EpisodeStatus status = domain::EpisodeStatus::draft;
    std::optional<Instant> publish_at;
    Instant created_at;
    std::int64_t duration_ms = 0;
    std::string folded_title;  ///< by `fold_case`
    bool is_kept = false;      ///< neither archived nor deleted
    bool operator==(const EpisodeOutline&) const = default;
};

class EpisodeReader {
public:
    virtual ~EpisodeReader() = default;
    /// Archived, draft and deleted ones too.
    virtual Result<std::optional<Episode>> find(EpisodeId id) = 0;
    virtual Result<std::optional<Episode>> find_by_key(std::string_view key) = 0;
    virtual Result<std::optional<Episode>> find_by_opaque_id(std::string_view opaque_id) = 0;
    /// The episode, not deleted, whose present media has this number.
    virtual Result<std::optional<Episode>> find_by_audio(AudioId audio) = 0;
    virtual Result<std::optional<Episode>> find_by_guid(ShowId show, std::string_view guid) = 0;
    /// By the present page slug, or one it had before.
    virtual Result<std::optional<Episode>> find_by_slug(ShowId show, std::string_view slug) = 0;
    /// In the order asked; unknown ids are left out.
    virtual Result<std::vector<Episode>> get_many(const std::vector<EpisodeId>& ids) = 0;

    /// Visible episodes in the order of publication, at most `limit`. One index range read.
    virtual Result<std::vector<ListedEpisode>> list_visible(const VisibleEpisodesQuery& query) = 0;
    /// How many `list_visible` would give without `after`, `offset` and `limit`.
    virtual Result<std::int64_t> count_visible(const VisibleEpisodesQuery& query) = 0;
    /// Ids and revisions of the episodes of `show` that are out at `now`, in the order of publication.
    virtual Result<std::vector<EpisodeRevision>> visible_revisions(ShowId show, Instant now) = 0;
    /// Visible episodes of the workspace whose title, show title or presenter contains `folded_term`
    /// (folded with `fold_case`; `%` and `_` are ordinary), in the order of publication.
    virtual Result<std::vector<ListedEpisode>> search_visible(WorkspaceId workspace, std::string_view folded_term,
                                                              Instant now, std::int64_t limit) = 0;

    /// The next `publish_at` after `now` of a scheduled episode of `show` (of any show when unset).
    virtual Result<std::optional<Instant>> next_publication(std::optional<ShowId> show, Instant now) = 0;
    /// Scheduled episodes whose time has come, oldest first, at most `limit`.
    virtual Result<std::vector<Episode>> due(Instant now, int limit) = 0;
    /// Episodes of a show of every state but deleted, newest first by creation.
    virtual Result<std::vector<Episode>> list_all(ShowId show, std::int64_t offset, std::int64_t limit) = 0;
    /// All episodes a show has or had, in no order.
    virtual Result<std::vector<EpisodeOutline>> outline(ShowId show) = 0;
    /// Whether any episode of the show, neither archived nor deleted, is published or due at `now`, media or not.
    virtual Result<bool> has_published(ShowId show, Instant now) = 0;
    /// Episodes that are not deleted, archived ones included.
    virtual Result<std::int64_t> count_all(ShowId show) = 0;
    /// Episodes, not deleted, whose stored media or film is this blob.
    virtual Result<std::int64_t> count_with_media(std::string_view sha256) = 0;
    virtual Result<bool> is_slug_free(ShowId show, std::string_view slug) = 0;
};

class EpisodeWriter {
public:
    virtual ~EpisodeWriter() = default;
    /// Store a new episode; `id` is ignored and the assigned one is returned. Media without a number gets one, here and
    /// in `update`.
    /// Errors: conflict (guid, key, opaque id or slug taken; `field` names which), not_found (no such show),
    /// invalid_argument (`workspace` is not the show's).
    virtual Result<EpisodeId> insert(const Episode& episode) = 0;
    /// Replace all fields but the names that never change (id, key, opaque id, guid).
    /// Errors: not_found (no such episode or show), conflict (slug taken), invalid_argument (as for `insert`).
    virtual Result<void> update(const Episode& episode) = 0;
};

}  // namespace mooring::storage
