#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// What goes with an episode's media (delivery.md, 6 and 11). The episode's row says what there is; the rest lies here.
//
// stream_files: where each file of a film for HTTP Live Streaming lies in the film's one blob.
// sound_outlines: how loud a blob of sound is, and its waveform.
const Migration migration_0008{8, "companions", R"sql(
ALTER TABLE episodes ADD COLUMN stream_sha256 TEXT;
ALTER TABLE episodes ADD COLUMN companions_json TEXT NOT NULL DEFAULT '';
CREATE INDEX episodes_by_stream ON episodes(stream_sha256) WHERE stream_sha256 IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE chapters (
    episode_id    INTEGER NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    start_ms      INTEGER NOT NULL,
    end_ms        INTEGER,
    title         TEXT NOT NULL,
    url           TEXT NOT NULL,
    image_url     TEXT NOT NULL,
    is_listed     INTEGER NOT NULL,
    has_location  INTEGER NOT NULL,
    location_name TEXT NOT NULL,
    location_geo  TEXT NOT NULL,
    location_osm  TEXT NOT NULL,
    PRIMARY KEY (episode_id, position)
) WITHOUT ROWID;

CREATE TABLE transcripts (
    episode_id      INTEGER NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    language        TEXT NOT NULL,
    is_timed        INTEGER NOT NULL,
    segments_json   TEXT NOT NULL,
    original_format TEXT NOT NULL,
    original        BLOB NOT NULL,
    UNIQUE (episode_id, language, is_timed)
);

CREATE TABLE stream_files (
    sha256      TEXT NOT NULL,
    name        TEXT NOT NULL,
    mime_type   TEXT NOT NULL,
    begins_at   INTEGER NOT NULL,
    size_bytes  INTEGER NOT NULL,
    start_ms    INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    PRIMARY KEY (sha256, name)
) WITHOUT ROWID;

CREATE TABLE sound_outlines (
    sha256          TEXT NOT NULL PRIMARY KEY,
    integrated_lufs REAL,
    range_lu        REAL,
    true_peak_dbtp  REAL,
    waveform_json   TEXT NOT NULL
);
)sql"};

}  // namespace mooring::storage::sqlite
