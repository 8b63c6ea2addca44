#include "mooring/storage/catalog/sqlite/companions.hpp"

namespace mooring::storage::sqlite {
namespace {

using domain::Chapter;
using domain::ChapterPlace;
using std::chrono::milliseconds;

Result<Chapter> read_chapter(Row row) {
    Chapter chapter;
    chapter.start = milliseconds{row.integer()};
    if (const auto end = row.maybe_integer()) chapter.end = milliseconds{*end};
    chapter.title = row.text();
    chapter.url = row.text();
    chapter.image_url = row.text();
    chapter.is_listed = row.flag();
    const bool has_location = row.flag();
    ChapterPlace place;
    place.name = row.text();
    place.geo = row.text();
    place.osm = row.text();
    if (has_location) chapter.location = std::move(place);
    return chapter;
}

}  // namespace

Result<std::vector<Chapter>> SqliteCompanionReader::chapters(EpisodeId episode) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT start_ms, end_ms, title, url, image_url, is_listed, has_location, location_name, "
                            "location_geo, location_osm FROM chapters WHERE episode_id = ? ORDER BY position"));
    statement.add(episode);
    return all_rows<Chapter>(statement, read_chapter);
}

Result<std::optional<StoredTranscript>> SqliteCompanionReader::transcript(EpisodeId episode, std::string_view language,
                                                                          bool is_timed) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT language, is_timed, segments_json, original_format, original FROM transcripts "
                            "WHERE episode_id = ? AND language = ? AND is_timed = ?"));
    statement.add(episode).add(language).add(is_timed);
    return first_row<StoredTranscript>(statement, [](Row row) -> Result<StoredTranscript> {
        StoredTranscript transcript;
        transcript.language = row.text();
        transcript.is_timed = row.flag();
        transcript.segments_json = row.text();
        transcript.original_format = row.text();
        transcript.original = row.text();
        return transcript;
    });
}

Result<std::optional<StreamFile>> SqliteCompanionReader::stream_file(std::string_view sha256, std::string_view name) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT name, mime_type, begins_at, size_bytes, start_ms, duration_ms "
                                                 "FROM stream_files WHERE sha256 = ? AND name = ?"));
    statement.add(sha256).add(name);
    return first_row<StreamFile>(statement, [](Row row) -> Result<StreamFile> {
        StreamFile file;
        file.name = row.text();
        file.mime_type = row.text();
        file.begin = row.integer();
        file.size_bytes = row.integer();
        file.start = milliseconds{row.integer()};
        file.duration = milliseconds{row.integer()};
        return file;
    });
}

Result<std::optional<SoundOutline>> SqliteCompanionReader::sound_outline(std::string_view sha256) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT integrated_lufs, range_lu, true_peak_dbtp, waveform_json "
                                                 "FROM sound_outlines WHERE sha256 = ?"));
    statement.add(sha256);
    return first_row<SoundOutline>(statement, [](Row row) -> Result<SoundOutline> {
        SoundOutline outline;
        outline.integrated_lufs = row.maybe_real();
        outline.range_lu = row.maybe_real();
        outline.true_peak_dbtp = row.maybe_real();
        outline.waveform_json = row.text();
        return outline;
    });
}

Result<bool> SqliteCompanionReader::has_sound_outline(std::string_view sha256) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT 1 FROM sound_outlines WHERE sha256 = ?"));
    return statement.add(sha256).step();
}

Result<void> SqliteCompanionWriter::set_chapters(EpisodeId episode, const std::vector<Chapter>& chapters) {
    MOORING_TRY(Statement remove, access_.db.prepare("DELETE FROM chapters WHERE episode_id = ?"));
    MOORING_CHECK(remove.add(episode).run());
    int position = 0;
    for (const Chapter& chapter : chapters) {
        MOORING_TRY(Statement insert,
                    access_.db.prepare("INSERT INTO chapters(episode_id, position, start_ms, end_ms, title, url, "
                                       "image_url, is_listed, has_location, location_name, location_geo, location_osm) "
                                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        insert.add(episode).add(position++).add(std::int64_t{chapter.start.count()});
        chapter.end ? insert.add(std::int64_t{chapter.end->count()}) : insert.add_null();
        insert.add(chapter.title).add(chapter.url).add(chapter.image_url).add(chapter.is_listed);
        const ChapterPlace place = chapter.location.value_or(ChapterPlace{});
        insert.add(chapter.location.has_value()).add(place.name).add(place.geo).add(place.osm);
        MOORING_CHECK(insert.run());
    }
    return ok();
}

Result<void> SqliteCompanionWriter::put_transcript(EpisodeId episode, const StoredTranscript& transcript) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO transcripts(episode_id, language, is_timed, segments_json, "
                                   "original_format, original) VALUES (?, ?, ?, ?, ?, ?) "
                                   "ON CONFLICT (episode_id, language, is_timed) DO UPDATE SET "
                                   "segments_json = excluded.segments_json, "
                                   "original_format = excluded.original_format, original = excluded.original"));
    statement.add(episode).add(transcript.language).add(transcript.is_timed).add(transcript.segments_json);
    return statement.add(transcript.original_format).add_blob(transcript.original).run();
}

Result<void> SqliteCompanionWriter::remove_transcript(EpisodeId episode, std::string_view language, bool is_timed) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM transcripts WHERE episode_id = ? AND "
                                                        "language = ? AND is_timed = ?"));
    return statement.add(episode).add(language).add(is_timed).run();
}

Result<void> SqliteCompanionWriter::put_stream(std::string_view sha256, const std::vector<StreamFile>& files) {
    MOORING_CHECK(remove_stream(sha256));
    for (const StreamFile& file : files) {
        MOORING_TRY(Statement insert,
                    access_.db.prepare("INSERT INTO stream_files(sha256, name, mime_type, begins_at, size_bytes, "
                                       "start_ms, duration_ms) VALUES (?, ?, ?, ?, ?, ?, ?)"));
        insert.add(sha256).add(file.name).add(file.mime_type).add(file.begin).add(file.size_bytes);
        insert.add(std::int64_t{file.start.count()}).add(std::int64_t{file.duration.count()});
        MOORING_CHECK(insert.run());
    }
    return ok();
}

Result<void> SqliteCompanionWriter::put_sound_outline(std::string_view sha256, const SoundOutline& outline) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT OR REPLACE INTO sound_outlines(sha256, integrated_lufs, range_lu, "
                                   "true_peak_dbtp, waveform_json) VALUES (?, ?, ?, ?, ?)"));
    statement.add(sha256).add(outline.integrated_lufs).add(outline.range_lu).add(outline.true_peak_dbtp);
    return statement.add(outline.waveform_json).run();
}

Result<void> SqliteCompanionWriter::forget_blob(std::string_view sha256) {
    MOORING_CHECK(remove_stream(sha256));
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM sound_outlines WHERE sha256 = ?"));
    return statement.add(sha256).run();
}

Result<void> SqliteCompanionWriter::remove_stream(std::string_view sha256) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM stream_files WHERE sha256 = ?"));
    return statement.add(sha256).run();
}

}  // namespace mooring::storage::sqlite
