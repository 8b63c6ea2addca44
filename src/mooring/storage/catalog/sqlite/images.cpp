#include "mooring/storage/catalog/sqlite/images.hpp"

#include "mooring/storage/catalog/json_codec.hpp"

namespace mooring::storage::sqlite {

Result<std::optional<Image>> SqliteImageReader::find(std::string_view hash) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT hash, width, height, created_at, variants_json FROM images WHERE hash = ?"));
    statement.add(hash);
    return first_row<Image>(statement, [](Row row) -> Result<Image> {
        Image image;
        image.hash = row.text();
        image.width = row.number();
        image.height = row.number();
        image.created_at = row.instant();
        MOORING_CHECK(decode_json(row.text(), image.variants));
        return image;
    });
}

Result<void> SqliteImageWriter::put(const Image& image) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO images(hash, width, height, created_at, variants_json) "
                                   "VALUES (?, ?, ?, ?, ?) "
                                   "ON CONFLICT(hash) DO UPDATE SET variants_json = excluded.variants_json"));
    statement.add(image.hash).add(image.width).add(image.height).add(image.created_at);
    return statement.add(encode_json(image.variants)).run();
}

}  // namespace mooring::storage::sqlite
