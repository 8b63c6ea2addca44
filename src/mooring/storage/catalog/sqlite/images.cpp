#include "mooring/storage/catalog/sqlite/images.hpp"

#include <algorithm>

#include "mooring/domain/ids.hpp"
#include "mooring/storage/catalog/json_codec.hpp"

namespace mooring::storage::sqlite {
namespace {

using domain::ShowId;

// Of the picture `i` at the instant ?1. A NULL in stored_at makes it false.
constexpr std::string_view unused_sql =
    "i.stored_at <= ?1 "
    "AND NOT EXISTS (SELECT 1 FROM show_pictures p CROSS JOIN shows s ON s.id = p.show_id "
    "WHERE p.hash = i.hash AND (s.deleted_at IS NULL OR s.deleted_at > ?1)) "
    "AND NOT EXISTS (SELECT 1 FROM episode_pictures p CROSS JOIN episodes e ON e.id = p.episode_id "
    "WHERE p.hash = i.hash AND (e.deleted_at IS NULL OR e.deleted_at > ?1))";

}  // namespace

Result<std::optional<Image>> SqliteImageReader::find(std::string_view hash) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT hash, width, height, created_at, coalesce(stored_at, created_at), variants_json "
                            "FROM images WHERE hash = ?"));
    statement.add(hash);
    return first_row<Image>(statement, [](Row row) -> Result<Image> {
        Image image;
        image.hash = row.text();
        image.width = row.number();
        image.height = row.number();
        image.created_at = row.instant();
        image.stored_at = row.instant();
        MOORING_CHECK(decode_json(row.text(), image.variants));
        return image;
    });
}

Result<std::vector<std::string>> SqliteImageReader::list_unused(Instant at, std::string_view after, int limit) {
    static const std::string sql = joined({"SELECT i.hash FROM images i INDEXED BY images_by_hash WHERE ", unused_sql,
                                           " AND i.hash > ?2 ORDER BY i.hash LIMIT ?3"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(at).add(after).add(std::max(limit, 0));
    return all_rows<std::string>(statement, [](Row row) -> Result<std::string> { return row.text(); });
}

Result<bool> SqliteImageReader::is_unused(std::string_view hash, Instant at) {
    static const std::string sql = joined({"SELECT 1 FROM images i WHERE ", unused_sql, " AND i.hash = ?2"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    return statement.add(at).add(hash).step();
}

Result<std::int64_t> SqliteImageReader::count_with_blob(std::string_view sha256) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT count(*) FROM image_blobs WHERE sha256 = ?"));
    statement.add(sha256);
    return single_integer(statement);
}

Result<void> SqliteImageWriter::put(const Image& image) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO images(hash, width, height, created_at, variants_json, stored_at) "
                                   "VALUES (?, ?, ?, ?, ?, ?) "
                                   "ON CONFLICT(hash) DO UPDATE SET variants_json = excluded.variants_json, "
                                   "stored_at = max(stored_at, excluded.stored_at)"));
    statement.add(image.hash).add(image.width).add(image.height).add(image.created_at);
    statement.add(encode_json(image.variants)).add(std::max(image.created_at, image.stored_at));
    MOORING_CHECK(statement.run());
    return note_blobs(image);
}

Result<void> SqliteImageWriter::note_blobs(const Image& image) {
    MOORING_TRY(Statement forget, access_.db.prepare("DELETE FROM image_blobs WHERE hash = ?"));
    MOORING_CHECK(forget.add(image.hash).run());
    for (const auto& variant : image.variants) {
        MOORING_TRY(Statement note,
                    access_.db.prepare("INSERT INTO image_blobs(sha256, hash) VALUES (?, ?) ON CONFLICT DO NOTHING"));
        MOORING_CHECK(note.add(variant.sha256).add(image.hash).run());
    }
    return ok();
}

Result<void> SqliteImageWriter::take_away(std::string_view hash) {
    MOORING_TRY(Statement shows,
                access_.db.prepare("UPDATE shows SET image_hash = '' WHERE image_hash = ?1 AND id IN (SELECT show_id "
                                   "FROM show_pictures WHERE hash = ?1) RETURNING id"));
    shows.add(hash);
    MOORING_TRY(const auto had_it, all_rows<ShowId>(shows, [](Row row) -> Result<ShowId> { return row.id<ShowId>(); }));
    MOORING_TRY(Statement episodes, access_.db.prepare("UPDATE episodes SET image_hash = '', revision = revision + 1 "
                                                       "WHERE image_hash = ?1 AND id IN (SELECT episode_id FROM "
                                                       "episode_pictures WHERE hash = ?1) RETURNING show_id"));
    episodes.add(hash);
    MOORING_TRY(const auto whose,
                all_rows<ShowId>(episodes, [](Row row) -> Result<ShowId> { return row.id<ShowId>(); }));
    auto& touched = access_.touched.shows;
    touched.insert(touched.end(), had_it.begin(), had_it.end());
    touched.insert(touched.end(), whose.begin(), whose.end());
    return ok();
}

Result<void> SqliteImageWriter::remove(std::string_view hash) {
    MOORING_CHECK(take_away(hash));
    for (const char* sql : {"DELETE FROM show_pictures WHERE hash = ?", "DELETE FROM episode_pictures WHERE hash = ?",
                            "DELETE FROM images WHERE hash = ?"}) {
        MOORING_TRY(Statement statement, access_.db.prepare(sql));
        MOORING_CHECK(statement.add(hash).run());
    }
    access_.touched.pictures = true;
    return ok();
}

}  // namespace mooring::storage::sqlite
