#pragma once

#include <array>
#include <string>

#include "mooring/storage/catalog/episode_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteEpisodeReader final : public EpisodeReader {
public:
    explicit SqliteEpisodeReader(Connection& db) : db_(db) {}
    Result<std::optional<Episode>> find(EpisodeId id) override;
    Result<std::optional<Episode>> find_by_key(std::string_view key) override;
    Result<std::optional<Episode>> find_by_opaque_id(std::string_view opaque_id) override;
    Result<std::optional<Episode>> find_by_audio(AudioId audio) override;
    Result<std::optional<Episode>> find_by_guid(ShowId show, std::string_view guid) override;
    Result<std::optional<Episode>> find_by_slug(ShowId show, std::string_view slug) override;
    Result<std::vector<Episode>> get_many(const std::vector<EpisodeId>& ids) override;
    /// Errors besides: invalid_argument (neither a workspace nor a show is given).
    Result<std::vector<ListedEpisode>> list_visible(const VisibleEpisodesQuery& query) override;
    Result<std::int64_t> count_visible(const VisibleEpisodesQuery& query) override;
    Result<std::vector<EpisodeRevision>> visible_revisions(ShowId show, Instant now) override;
    Result<std::vector<ListedEpisode>> search_visible(WorkspaceId workspace, std::string_view folded_term, Instant now,
                                                      std::int64_t limit) override;
    Result<std::optional<Instant>> next_publication(std::optional<ShowId> show, Instant now) override;
    Result<std::vector<Episode>> due(Instant now, int limit) override;
    Result<std::vector<Episode>> list_all(ShowId show, std::int64_t offset, std::int64_t limit) override;
    Result<std::vector<EpisodeOutline>> outline(ShowId show) override;
    Result<bool> has_published(ShowId show, Instant now) override;
    Result<std::int64_t> count_all(ShowId show) override;
    Result<std::int64_t> count_with_media(std::string_view sha256) override;
    Result<bool> is_slug_free(ShowId show, std::string_view slug) override;

private:
    Connection& db_;
};

class SqliteEpisodeWriter final : public EpisodeWriter {
public:
    explicit SqliteEpisodeWriter(WriteAccess access) : access_(access) {}
    /// Errors besides: not_found (no such show), invalid_argument (`workspace` is not the show's).
    Result<EpisodeId> insert(const Episode& episode) override;
    /// Errors besides: conflict (slug taken), not_found (no such show), invalid_argument (as for `insert`).
    Result<void> update(const Episode& episode) override;

private:
    /// Whether the episode's show is public. Errors: not_found, invalid_argument (another workspace).
    /// The number of its media: its own, or a new one.
    Result<AudioId> audio_of(const Episode& episode);
    Result<bool> check_show(const Episode& episode);
    /// Errors: conflict (another episode of the show has or had the slug).
    Result<void> check_slug(const Episode& episode);
    Result<void> keep_slug(EpisodeId id, const Episode& episode);
    Result<void> keep_picture(EpisodeId id, std::string_view hash);

    WriteAccess access_;
};

/// The statements of the public lists, by name; the tests look at their query plans.
std::array<std::pair<std::string_view, const std::string*>, 8> public_list_statements();

}  // namespace mooring::storage::sqlite
