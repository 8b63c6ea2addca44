#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// Every show and episode that has or had a picture, which stays until all of them are deleted (delivery.md, 1.4); and
// which blobs a picture is made of, since two can have one in common.
//
// images.stored_at is when the picture was stored last. NULL stays NULL: the picture is older than this record, nothing
// names it, and whoever had it before its present picture may still be there. Such a one is kept.
const Migration migration_0005{5, "picture_uses", R"sql(
CREATE TABLE show_pictures (
    hash    TEXT NOT NULL,
    show_id INTEGER NOT NULL REFERENCES shows(id),
    PRIMARY KEY (hash, show_id)
) WITHOUT ROWID;
INSERT INTO show_pictures(hash, show_id) SELECT image_hash, id FROM shows WHERE image_hash <> '';

CREATE TABLE episode_pictures (
    hash       TEXT NOT NULL,
    episode_id INTEGER NOT NULL REFERENCES episodes(id),
    PRIMARY KEY (hash, episode_id)
) WITHOUT ROWID;
INSERT INTO episode_pictures(hash, episode_id) SELECT image_hash, id FROM episodes WHERE image_hash <> '';

CREATE TABLE image_blobs (
    sha256 TEXT NOT NULL,
    hash   TEXT NOT NULL REFERENCES images(hash) ON DELETE CASCADE,
    PRIMARY KEY (sha256, hash)
) WITHOUT ROWID;
CREATE INDEX image_blobs_by_image ON image_blobs(hash);
INSERT OR IGNORE INTO image_blobs(sha256, hash)
    SELECT json_extract(variant.value, '$.sha256'), images.hash FROM images, json_each(images.variants_json) AS variant
    WHERE json_extract(variant.value, '$.sha256') IS NOT NULL;

ALTER TABLE images ADD COLUMN stored_at INTEGER;
UPDATE images SET stored_at = created_at
    WHERE hash IN (SELECT hash FROM show_pictures UNION SELECT hash FROM episode_pictures);
-- The search for unused ones reads this and not the rows, which are large.
CREATE INDEX images_by_hash ON images(hash, stored_at);

-- 1: a picture was removed.
ALTER TABLE change_log ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
)sql"};

}  // namespace mooring::storage::sqlite
