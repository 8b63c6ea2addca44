#include "mooring/storage/catalog/sqlite/episodes.hpp"

#include "mooring/storage/catalog/sqlite/episode_rows.hpp"
#include "mooring/storage/catalog/sqlite/listings.hpp"
#include "mooring/storage/catalog/sqlite/stored_enums.hpp"
#include "mooring/storage/catalog/sqlite/uploads.hpp"
#include "mooring/storage/catalog/sqlite/visibility_sql.hpp"

namespace mooring::storage::sqlite {
namespace {

Result<Episode> read_whole(Row row) {
    return read_episode(row);
}

}  // namespace

Result<std::optional<Episode>> SqliteEpisodeReader::find(EpisodeId id) {
    static const std::string sql = joined({"SELECT ", episode_columns, " FROM episodes e WHERE e.id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Episode>(statement, read_whole);
}

Result<std::optional<Episode>> SqliteEpisodeReader::find_by_key(std::string_view key) {
    static const std::string sql = joined({"SELECT ", episode_columns, " FROM episodes e WHERE e.key = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(key);
    return first_row<Episode>(statement, read_whole);
}

Result<std::optional<Episode>> SqliteEpisodeReader::find_by_opaque_id(std::string_view opaque_id) {
    static const std::string sql = joined({"SELECT ", episode_columns, " FROM episodes e WHERE e.opaque_id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(opaque_id);
    return first_row<Episode>(statement, read_whole);
}

Result<std::optional<Episode>> SqliteEpisodeReader::find_by_audio(AudioId audio) {
    static const std::string sql =
        joined({"SELECT ", episode_columns,
                " FROM episodes e INDEXED BY episodes_by_audio WHERE e.audio_id = ? AND e.audio_id <> 0 AND "
                "e.deleted_at IS NULL"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(audio);
    return first_row<Episode>(statement, read_whole);
}

Result<std::optional<Episode>> SqliteEpisodeReader::find_by_guid(ShowId show, std::string_view guid) {
    static const std::string sql =
        joined({"SELECT ", episode_columns, " FROM episodes e WHERE e.show_id = ? AND e.guid = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(show).add(guid);
    return first_row<Episode>(statement, read_whole);
}

Result<std::optional<Episode>> SqliteEpisodeReader::find_by_slug(ShowId show, std::string_view slug) {
    static const std::string sql =
        joined({"SELECT ", episode_columns,
                " FROM episode_slugs h CROSS JOIN episodes e ON e.id = h.episode_id WHERE h.show_id = ? AND "
                "h.slug = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(show).add(slug);
    return first_row<Episode>(statement, read_whole);
}

Result<std::vector<Episode>> SqliteEpisodeReader::get_many(const std::vector<EpisodeId>& ids) {
    std::vector<Episode> episodes;
    episodes.reserve(ids.size());
    for (const EpisodeId id : ids) {
        MOORING_TRY(std::optional<Episode> episode, find(id));
        if (episode) episodes.push_back(std::move(*episode));
    }
    return episodes;
}

Result<std::vector<Episode>> SqliteEpisodeReader::due(Instant now, int limit) {
    static const std::string sql = joined({"SELECT ", episode_columns,
                                           " FROM episodes e INDEXED BY episodes_timed WHERE "
                                           "e.out_from > -9223372036854775808 AND ",
                                           out_sql, " ORDER BY e.out_from, e.id LIMIT ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(now).add(std::max(limit, 0));
    return all_rows<Episode>(statement, read_whole);
}

Result<std::vector<Episode>> SqliteEpisodeReader::list_all(ShowId show, std::int64_t offset, std::int64_t limit) {
    static const std::string sql =
        joined({"SELECT ", episode_columns,
                " FROM episodes e INDEXED BY episodes_by_creation WHERE e.show_id = ? AND e.deleted_at IS NULL "
                "ORDER BY e.created_at DESC, e.id DESC LIMIT ? OFFSET ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(show).add(std::max<std::int64_t>(limit, 0)).add(offset);
    return all_rows<Episode>(statement, read_whole);
}

Result<std::vector<EpisodeOutline>> SqliteEpisodeReader::outline(ShowId show) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT id, status, publish_at, created_at, media_duration_ms, folded_title, "
                            "deleted_at IS NULL AND archived_at IS NULL FROM episodes INDEXED BY episodes_by_guid "
                            "WHERE show_id = ?"));
    statement.add(show);
    return all_rows<EpisodeOutline>(statement, [](Row row) -> Result<EpisodeOutline> {
        EpisodeOutline outline;
        outline.id = row.id<EpisodeId>();
        outline.status = row.enumerator(last_episode_status);
        outline.publish_at = row.maybe_instant();
        outline.created_at = row.instant();
        outline.duration_ms = row.maybe_integer().value_or(0);
        outline.folded_title = row.text();
        outline.is_kept = row.flag();
        if (!row.is_sound()) return Error{Errc::corrupt, "catalog: an episode holds a value that is not known"};
        return outline;
    });
}

Result<bool> SqliteEpisodeReader::has_published(ShowId show, Instant now) {
    // Newest first, since a show that publishes has what was published last at the front.
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT 1 FROM episodes INDEXED BY episodes_by_creation WHERE show_id = ?1 AND "
                            "deleted_at IS NULL AND archived_at IS NULL AND status <> 0 AND publish_at <= ?2 LIMIT 1"));
    return statement.add(show).add(now).step();
}

Result<std::int64_t> SqliteEpisodeReader::count_all(ShowId show) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT count(*) FROM episodes INDEXED BY episodes_by_creation WHERE show_id = ? AND "
                            "deleted_at IS NULL"));
    statement.add(show);
    return single_integer(statement);
}

Result<std::int64_t> SqliteEpisodeReader::count_with_media(std::string_view sha256) {
    MOORING_TRY(
        Statement statement,
        db_.prepare("SELECT (SELECT count(*) FROM episodes INDEXED BY episodes_by_media WHERE media_sha256 = ?1 "
                    "AND deleted_at IS NULL) + (SELECT count(*) FROM episodes INDEXED BY episodes_by_video "
                    "WHERE video_sha256 = ?1 AND deleted_at IS NULL) + (SELECT count(*) FROM episodes "
                    "INDEXED BY episodes_by_stream WHERE stream_sha256 = ?1 AND deleted_at IS NULL)"));
    statement.add(sha256);
    return single_integer(statement);
}

Result<bool> SqliteEpisodeReader::is_slug_free(ShowId show, std::string_view slug) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT 1 FROM episode_slugs WHERE show_id = ? AND slug = ?"));
    MOORING_TRY(const bool taken, statement.add(show).add(slug).step());
    return !taken;
}

Result<bool> SqliteEpisodeWriter::check_show(const Episode& episode) {
    MOORING_TRY(Statement statement, access_.db.prepare("SELECT workspace_id, is_public FROM shows WHERE id = ?"));
    MOORING_TRY(const bool found, statement.add(episode.show).step());
    if (!found) return Error{Errc::not_found, "no such show", "show"};
    Row row = statement.row();
    if (row.id<WorkspaceId>() != episode.workspace) {
        return Error{Errc::invalid_argument, "the show belongs to another workspace", "workspace"};
    }
    return row.flag();
}

Result<void> SqliteEpisodeWriter::check_slug(const Episode& episode) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("SELECT 1 FROM episode_slugs WHERE show_id = ? AND slug = ? AND episode_id <> ?"));
    MOORING_TRY(const bool taken, statement.add(episode.show).add(episode.slug).add(episode.id).step());
    if (taken) return Error{Errc::conflict, "slug is taken", "slug"};
    return ok();
}

Result<void> SqliteEpisodeWriter::keep_slug(EpisodeId id, const Episode& episode) {
    if (episode.slug.empty()) return ok();
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO episode_slugs(show_id, slug, episode_id) VALUES (?, ?, ?) "
                                   "ON CONFLICT DO NOTHING"));
    return statement.add(episode.show).add(episode.slug).add(id).run();
}

Result<void> SqliteEpisodeWriter::keep_picture(EpisodeId id, std::string_view hash) {
    if (hash.empty()) return ok();
    MOORING_TRY(
        Statement statement,
        access_.db.prepare("INSERT INTO episode_pictures(hash, episode_id) VALUES (?, ?) ON CONFLICT DO NOTHING"));
    return statement.add(hash).add(id).run();
}

Result<AudioId> SqliteEpisodeWriter::audio_of(const Episode& episode) {
    if (!domain::has_ready_media(episode)) return AudioId{};
    return episode.audio.value != 0 ? Result<AudioId>{episode.audio} : next_audio_id(access_.db);
}

Result<EpisodeId> SqliteEpisodeWriter::insert(const Episode& episode) {
    static const std::string sql = [] {
        std::vector<std::string_view> columns{changing_episode_columns().begin(), changing_episode_columns().end()};
        columns.insert(columns.end(), {"opaque_id", "key", "guid"});
        return insert_sql("episodes", columns);
    }();
    Episode fresh = episode;
    fresh.id = EpisodeId{};
    MOORING_TRY(const bool show_public, check_show(fresh));
    MOORING_CHECK(check_slug(fresh));
    MOORING_TRY(fresh.audio, audio_of(fresh));
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    add_episode(statement, fresh, show_public);
    MOORING_CHECK(statement.add(fresh.opaque_id).add(fresh.key).add(fresh.guid).run());
    const EpisodeId id{access_.db.last_insert_id()};
    MOORING_CHECK(keep_slug(id, fresh));
    fresh.id = id;
    MOORING_CHECK(put_listing(access_, fresh, show_public));
    MOORING_CHECK(keep_picture(id, fresh.image_hash));
    access_.touched.shows.push_back(fresh.show);
    access_.touched.workspaces.push_back(fresh.workspace);
    return id;
}

Result<void> SqliteEpisodeWriter::update(const Episode& episode) {
    static const std::string sql =
        update_sql("episodes", changing_episode_columns()) + ", revision = revision + 1 WHERE id = ?";
    MOORING_TRY(Statement old, access_.db.prepare("SELECT show_id, workspace_id FROM episodes WHERE id = ?"));
    MOORING_TRY(const bool found, old.add(episode.id).step());
    if (!found) return Error{Errc::not_found, "no such episode"};
    Row row = old.row();
    const auto old_show = row.id<ShowId>();
    const auto old_workspace = row.id<WorkspaceId>();
    MOORING_CHECK(old.run());

    MOORING_TRY(const bool show_public, check_show(episode));
    MOORING_CHECK(check_slug(episode));
    MOORING_TRY(const AudioId audio, audio_of(episode));
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    Episode named = episode;
    named.audio = audio;
    add_episode(statement, named, show_public);
    MOORING_CHECK(statement.add(episode.id).run());
    MOORING_CHECK(keep_slug(episode.id, episode));
    MOORING_CHECK(put_listing(access_, episode, show_public));
    MOORING_CHECK(keep_picture(episode.id, episode.image_hash));
    access_.touched.shows.push_back(episode.show);
    access_.touched.workspaces.push_back(episode.workspace);
    if (old_show != episode.show) access_.touched.shows.push_back(old_show);
    if (old_workspace != episode.workspace) access_.touched.workspaces.push_back(old_workspace);
    return ok();
}

}  // namespace mooring::storage::sqlite
