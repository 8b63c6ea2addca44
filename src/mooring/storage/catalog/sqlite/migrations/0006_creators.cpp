#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// What the creators API keeps (creators-rest.md).
//
// audio_ids: where the numbers of sounds come from; it is empty, only its sequence counts. Every episode with media has
// such a number, those from before this migration by their own.
// uploads: files on their way in. `media_sha256` is inside media_json too; it is a column for clean-up.
const Migration migration_0006{6, "creators", R"sql(
CREATE TABLE audio_ids (id INTEGER PRIMARY KEY AUTOINCREMENT);
INSERT INTO sqlite_sequence(name, seq) VALUES ('audio_ids', 610000000 + (SELECT coalesce(max(id), 0) FROM episodes));

ALTER TABLE episodes ADD COLUMN audio_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE episodes ADD COLUMN media_sample_rate INTEGER;
ALTER TABLE episodes ADD COLUMN media_channels INTEGER;
ALTER TABLE episodes ADD COLUMN notes_json TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN video_sha256 TEXT;
ALTER TABLE episodes ADD COLUMN video_json TEXT NOT NULL DEFAULT '';
UPDATE episodes SET audio_id = 610000000 + id WHERE media_kind <> 0;
CREATE INDEX episodes_by_video ON episodes(video_sha256) WHERE video_sha256 IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX episodes_by_audio ON episodes(audio_id) WHERE audio_id <> 0;

ALTER TABLE shows ADD COLUMN is_slug_chosen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shows ADD COLUMN distribution_json TEXT NOT NULL DEFAULT '';
ALTER TABLE shows ADD COLUMN money_json TEXT NOT NULL DEFAULT '';

ALTER TABLE accounts ADD COLUMN standing_json TEXT NOT NULL DEFAULT '';

CREATE TABLE uploads (
    id                      TEXT PRIMARY KEY NOT NULL,
    kind                    INTEGER NOT NULL,
    account_id              INTEGER NOT NULL,
    show_id                 INTEGER,
    episode_id              INTEGER,
    filename                TEXT NOT NULL,
    content_type            TEXT NOT NULL,
    part_count              INTEGER NOT NULL,
    state                   INTEGER NOT NULL,
    takes_sound_only        INTEGER NOT NULL,
    caption                 TEXT NOT NULL,
    origin                  TEXT NOT NULL,
    is_extracted_from_video INTEGER NOT NULL,
    audio_id                INTEGER NOT NULL,
    is_video                INTEGER NOT NULL,
    duration_ms             INTEGER,
    media_sha256            TEXT,
    media_json              TEXT NOT NULL,
    picture_hash            TEXT NOT NULL,
    failure_code            TEXT NOT NULL,
    failure_message         TEXT NOT NULL,
    created_at              INTEGER NOT NULL,
    modified_at             INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX uploads_by_audio ON uploads(audio_id) WHERE audio_id <> 0;
CREATE INDEX uploads_by_episode ON uploads(episode_id, created_at) WHERE episode_id IS NOT NULL AND audio_id <> 0;
CREATE INDEX uploads_by_account ON uploads(account_id, created_at) WHERE episode_id IS NULL AND audio_id <> 0;
CREATE INDEX uploads_by_media ON uploads(media_sha256) WHERE media_sha256 IS NOT NULL AND episode_id IS NULL;
CREATE INDEX uploads_open ON uploads(created_at) WHERE state = 0;

CREATE TABLE upload_parts (
    upload_id  TEXT NOT NULL REFERENCES uploads(id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    md5        TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (upload_id, number)
) WITHOUT ROWID;
CREATE INDEX upload_parts_by_blob ON upload_parts(sha256);
)sql"};

}  // namespace mooring::storage::sqlite
