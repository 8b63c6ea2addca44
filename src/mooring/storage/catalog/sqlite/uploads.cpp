#include "mooring/storage/catalog/sqlite/uploads.hpp"

#include <algorithm>
#include <array>

#include "mooring/storage/catalog/json_codec.hpp"
#include "mooring/storage/catalog/sqlite/stored_enums.hpp"

namespace mooring::storage::sqlite {
namespace {

/// All but the id, in the order of `add_fields`.
constexpr std::array<std::string_view, 22> fields{
    "kind",         "account_id",      "show_id",          "episode_id",   "filename",   "content_type",
    "part_count",   "state",           "takes_sound_only", "caption",      "origin",     "is_extracted_from_video",
    "audio_id",     "is_video",        "duration_ms",      "media_sha256", "media_json", "picture_hash",
    "failure_code", "failure_message", "created_at",       "modified_at"};

constexpr std::string_view select =
    "SELECT id, kind, account_id, show_id, episode_id, filename, content_type, part_count, state, takes_sound_only, "
    "caption, origin, is_extracted_from_video, audio_id, is_video, duration_ms, media_json, picture_hash, "
    "failure_code, failure_message, created_at, modified_at FROM uploads ";

Result<Upload> read_upload(Row row) {
    Upload upload;
    upload.id = row.text();
    upload.kind = row.enumerator(last_upload_kind);
    upload.account = row.id<AccountId>();
    upload.show = maybe_id<domain::ShowId>(row);
    upload.episode = maybe_id<EpisodeId>(row);
    upload.filename = row.text();
    upload.content_type = row.text();
    upload.part_count = row.number();
    upload.state = row.enumerator(last_upload_state);
    upload.takes_sound_only = row.flag();
    upload.caption = row.text();
    upload.origin = row.text();
    upload.is_extracted_from_video = row.flag();
    upload.audio = row.id<AudioId>();
    upload.is_video = row.flag();
    if (const auto millis = row.maybe_integer()) upload.duration = std::chrono::milliseconds{*millis};
    MOORING_CHECK(decode_json(row.text(), upload.media));
    upload.picture_hash = row.text();
    upload.failure.code = row.text();
    upload.failure.message = row.text();
    upload.created_at = row.instant();
    upload.modified_at = row.instant();
    if (!row.is_sound()) return Error{Errc::corrupt, "catalog: an upload holds a value that is not known"};
    return upload;
}

void add_fields(Statement& to, const Upload& upload) {
    to.add(upload.kind).add(upload.account).add(upload.show).add(upload.episode).add(upload.filename);
    to.add(upload.content_type).add(upload.part_count).add(upload.state).add(upload.takes_sound_only);
    to.add(upload.caption).add(upload.origin).add(upload.is_extracted_from_video).add(upload.audio);
    to.add(upload.is_video);
    upload.duration ? to.add(std::int64_t{upload.duration->count()}) : to.add_null();
    upload.media ? to.add(upload.media->sha256) : to.add_null();
    to.add(encode_json(upload.media)).add(upload.picture_hash).add(upload.failure.code).add(upload.failure.message);
    to.add(upload.created_at).add(upload.modified_at);
}

}  // namespace

Result<AudioId> next_audio_id(Connection& db) {
    MOORING_TRY(Statement take, db.prepare("INSERT INTO audio_ids DEFAULT VALUES"));
    MOORING_CHECK(take.run());
    const AudioId audio{db.last_insert_id()};
    MOORING_TRY(Statement forget, db.prepare("DELETE FROM audio_ids"));
    MOORING_CHECK(forget.run());
    return audio;
}

Result<std::optional<Upload>> SqliteUploadReader::find(std::string_view id) {
    static const std::string sql = joined({select, "WHERE id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Upload>(statement, read_upload);
}

Result<std::optional<Upload>> SqliteUploadReader::find_by_audio(AudioId audio) {
    static const std::string sql = joined({select, "INDEXED BY uploads_by_audio WHERE audio_id = ? AND audio_id <> 0"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(audio);
    return first_row<Upload>(statement, read_upload);
}

Result<std::optional<Upload>> SqliteUploadReader::find_latest_media(EpisodeId episode) {
    static const std::string sql = joined({select,
                                           "INDEXED BY uploads_by_episode WHERE episode_id = ? AND audio_id <> 0 "
                                           "ORDER BY created_at DESC, id DESC LIMIT 1"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(episode);
    return first_row<Upload>(statement, read_upload);
}

Result<std::vector<Upload>> SqliteUploadReader::library(AccountId account, std::int64_t limit) {
    static const std::string sql =
        joined({select,
                "INDEXED BY uploads_by_account WHERE account_id = ? AND episode_id IS NULL AND audio_id <> 0 "
                "ORDER BY created_at DESC, id DESC LIMIT ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(account).add(std::max<std::int64_t>(limit, 0));
    return all_rows<Upload>(statement, read_upload);
}

Result<std::vector<UploadPart>> SqliteUploadReader::parts(std::string_view id) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT number, md5, sha256, size_bytes FROM upload_parts "
                                                 "WHERE upload_id = ? ORDER BY number"));
    statement.add(id);
    return all_rows<UploadPart>(statement, [](Row row) -> Result<UploadPart> {
        UploadPart part;
        part.number = row.number();
        part.md5 = row.text();
        part.sha256 = row.text();
        part.size_bytes = row.integer();
        return part;
    });
}

Result<std::int64_t> SqliteUploadReader::count_with_blob(std::string_view sha256) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT (SELECT count(*) FROM upload_parts WHERE sha256 = ?1) + "
                                                 "(SELECT count(*) FROM uploads INDEXED BY uploads_by_media "
                                                 "WHERE media_sha256 = ?1 AND episode_id IS NULL)"));
    statement.add(sha256);
    return single_integer(statement);
}

Result<std::vector<Upload>> SqliteUploadReader::open_before(Instant time, int limit) {
    static const std::string sql =
        joined({select, "INDEXED BY uploads_open WHERE state = 0 AND created_at < ? ORDER BY created_at LIMIT ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(time).add(std::max(limit, 0));
    return all_rows<Upload>(statement, read_upload);
}

Result<void> SqliteUploadWriter::insert(const Upload& upload) {
    static const std::string sql = [] {
        std::vector<std::string_view> columns{fields.begin(), fields.end()};
        columns.push_back("id");
        return insert_sql("uploads", columns);
    }();
    MOORING_TRY(Statement taken, access_.db.prepare("SELECT 1 FROM uploads WHERE id = ?"));
    MOORING_TRY(const bool is_taken, taken.add(upload.id).step());
    if (is_taken) return Error{Errc::conflict, "the upload exists", "id"};
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    add_fields(statement, upload);
    return statement.add(upload.id).run();
}

Result<void> SqliteUploadWriter::update(const Upload& upload) {
    static const std::string sql = update_sql("uploads", fields) + " WHERE id = ?";
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    add_fields(statement, upload);
    MOORING_CHECK(statement.add(upload.id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such upload"};
    return ok();
}

Result<void> SqliteUploadWriter::put_part(std::string_view id, const UploadPart& part) {
    MOORING_TRY(Statement known, access_.db.prepare("SELECT 1 FROM uploads WHERE id = ?"));
    MOORING_TRY(const bool is_known, known.add(id).step());
    if (!is_known) return Error{Errc::not_found, "no such upload"};
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO upload_parts(upload_id, number, md5, sha256, size_bytes) "
                                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT (upload_id, number) DO UPDATE SET "
                                   "md5 = excluded.md5, sha256 = excluded.sha256, size_bytes = excluded.size_bytes"));
    return statement.add(id).add(part.number).add(part.md5).add(part.sha256).add(part.size_bytes).run();
}

Result<void> SqliteUploadWriter::remove_parts(std::string_view id) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM upload_parts WHERE upload_id = ?"));
    return statement.add(id).run();
}

}  // namespace mooring::storage::sqlite
