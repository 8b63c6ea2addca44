#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// Times are microseconds since 1970, UTC. Enumerators are stored as their numbers, pinned in stored_enums.hpp.
// Texts are empty, not NULL, when unset. Columns named `*_json` are written and read by json_codec.hpp only.
//
// Columns derived on every write, for indexes:
//   episodes.out_from        when a stranger may reach the episode, as far as it alone tells (domain::is_out): NULL
//   never,
//                            the smallest integer always, else its publication. See visibility_sql.hpp.
//   episodes.show_public     domain::is_public of its show, kept here so that a page of a workspace is one index range.
//   episodes.publish_second  whole Unix second of publish_at (0 for none): the order of publication with the id.
//   episodes.place           the id again: SQLite takes (publish_second, id) < (?, ?) for a range of an index only
//                            when the second is an ordinary column.
//   show_counts.out_count    how many episodes of the show have the smallest out_from; kept by triggers, so that a
//                            total is not a count over all episodes.
const Migration migration_0001{1, "foundation", R"sql(
CREATE TABLE settings (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE workspaces (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT,
    key                    TEXT NOT NULL UNIQUE,
    name                   TEXT NOT NULL,
    description            TEXT NOT NULL,
    image_url              TEXT NOT NULL,
    color                  TEXT NOT NULL,
    website_url            TEXT NOT NULL,
    time_zone              TEXT NOT NULL,
    publishing_api_enabled INTEGER NOT NULL,
    timetable_weeks        INTEGER NOT NULL,
    created_at             INTEGER NOT NULL
);

CREATE TABLE timetable_entries (
    workspace_id INTEGER NOT NULL REFERENCES workspaces(id),
    week         INTEGER NOT NULL,
    weekday      INTEGER NOT NULL,
    start_minute INTEGER NOT NULL,
    end_minute   INTEGER NOT NULL,
    show_id      INTEGER NOT NULL
);
CREATE INDEX timetable_by_start ON timetable_entries(workspace_id, week, weekday, start_minute);

CREATE TABLE api_keys (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces(id),
    hash         BLOB NOT NULL UNIQUE,
    display      TEXT NOT NULL,
    label        TEXT NOT NULL,
    scopes       TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    revoked_at   INTEGER,
    last_used_at INTEGER
);
CREATE INDEX api_keys_by_workspace ON api_keys(workspace_id);

CREATE TABLE shows (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id         INTEGER NOT NULL REFERENCES workspaces(id),
    is_public            INTEGER NOT NULL,
    title                TEXT NOT NULL,
    folded_title         TEXT NOT NULL,
    presenter            TEXT NOT NULL,
    folded_presenter     TEXT NOT NULL,
    opaque_id            TEXT NOT NULL UNIQUE,
    key                  TEXT NOT NULL UNIQUE,
    slug                 TEXT NOT NULL,
    guid                 TEXT NOT NULL,
    apple_title          TEXT NOT NULL,
    author               TEXT NOT NULL,
    owner_name           TEXT NOT NULL,
    owner_email          TEXT NOT NULL,
    hide_owner_email     INTEGER NOT NULL,
    copyright            TEXT NOT NULL,
    website_url          TEXT NOT NULL,
    language             TEXT NOT NULL,
    is_explicit          INTEGER NOT NULL,
    type                 INTEGER NOT NULL,
    medium               TEXT NOT NULL,
    image_url            TEXT NOT NULL,
    image_hash           TEXT NOT NULL,
    visibility           INTEGER NOT NULL,
    is_suspended         INTEGER NOT NULL,
    is_complete          INTEGER NOT NULL,
    block_directories    INTEGER NOT NULL,
    is_locked            INTEGER NOT NULL,
    redirect_state       INTEGER NOT NULL,
    redirect_url         TEXT NOT NULL,
    new_feed_until       INTEGER,
    feed_item_limit      INTEGER,
    feed_page_size       INTEGER,
    custom_domain        TEXT NOT NULL,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    content_changed_at   INTEGER NOT NULL,
    deleted_at           INTEGER,
    categories_json      TEXT NOT NULL,
    prefixes_json        TEXT NOT NULL,
    description          TEXT NOT NULL,
    tags_json            TEXT NOT NULL
);
CREATE INDEX shows_by_workspace ON shows(workspace_id, id) WHERE deleted_at IS NULL;
CREATE INDEX shows_by_custom_domain ON shows(custom_domain) WHERE custom_domain <> '';

-- Every slug a show has or had; none is given twice.
CREATE TABLE show_slugs (
    slug    TEXT PRIMARY KEY NOT NULL,
    show_id INTEGER NOT NULL REFERENCES shows(id)
) WITHOUT ROWID;

CREATE TABLE show_counts (
    show_id      INTEGER PRIMARY KEY REFERENCES shows(id),
    workspace_id INTEGER NOT NULL,
    is_public    INTEGER NOT NULL,
    out_count    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX show_counts_by_workspace ON show_counts(workspace_id, is_public, out_count);

CREATE TRIGGER shows_counted AFTER INSERT ON shows BEGIN
    INSERT INTO show_counts(show_id, workspace_id, is_public) VALUES (new.id, new.workspace_id, new.is_public);
END;
CREATE TRIGGER shows_recounted AFTER UPDATE OF workspace_id, is_public ON shows
WHEN old.workspace_id <> new.workspace_id OR old.is_public <> new.is_public BEGIN
    UPDATE show_counts SET workspace_id = new.workspace_id, is_public = new.is_public WHERE show_id = new.id;
    UPDATE episodes SET workspace_id = new.workspace_id, show_public = new.is_public WHERE show_id = new.id;
END;

CREATE TABLE episodes (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    place             INTEGER GENERATED ALWAYS AS (id) VIRTUAL,
    show_id           INTEGER NOT NULL REFERENCES shows(id),
    workspace_id      INTEGER NOT NULL,
    show_public       INTEGER NOT NULL,
    out_from          INTEGER,
    publish_second    INTEGER NOT NULL,
    revision          INTEGER NOT NULL DEFAULT 1,
    title             TEXT NOT NULL,
    folded_title      TEXT NOT NULL,
    opaque_id         TEXT NOT NULL UNIQUE,
    key               TEXT NOT NULL UNIQUE,
    guid              TEXT NOT NULL,
    guid_is_permalink INTEGER NOT NULL,
    slug              TEXT NOT NULL,
    apple_title       TEXT NOT NULL,
    author            TEXT NOT NULL,
    external_url      TEXT NOT NULL,
    image_url         TEXT NOT NULL,
    image_hash        TEXT NOT NULL,
    is_explicit       INTEGER,
    type              INTEGER NOT NULL,
    season            INTEGER,
    season_name       TEXT NOT NULL,
    number            TEXT NOT NULL,
    number_display    TEXT NOT NULL,
    block_directories INTEGER NOT NULL,
    status            INTEGER NOT NULL,
    publish_at        INTEGER,
    archived_at       INTEGER,
    archived_by       TEXT NOT NULL,
    deleted_at        INTEGER,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    media_kind        INTEGER NOT NULL,
    media_sha256      TEXT,
    media_url         TEXT,
    media_size        INTEGER,
    media_type        TEXT,
    media_extension   TEXT,
    media_duration_ms INTEGER,
    media_begin       INTEGER,
    media_end         INTEGER,
    media_bitrate     INTEGER,
    media_since       INTEGER,
    description       TEXT NOT NULL,
    tags_json         TEXT NOT NULL
);
CREATE UNIQUE INDEX episodes_by_guid ON episodes(show_id, guid);
CREATE INDEX episodes_by_creation ON episodes(show_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX episodes_by_media ON episodes(media_sha256) WHERE media_sha256 IS NOT NULL AND deleted_at IS NULL;

-- The order of publication.
CREATE INDEX episodes_out_by_workspace ON episodes(workspace_id, publish_second DESC, place DESC, out_from)
    WHERE out_from IS NOT NULL AND show_public = 1;
CREATE INDEX episodes_out_by_show
    ON episodes(show_id, publish_second DESC, place DESC, out_from, show_public, workspace_id, updated_at, revision)
    WHERE out_from IS NOT NULL;

-- Those that wait for their time, or whose time has come but is not noted yet: few.
CREATE INDEX episodes_timed ON episodes(out_from, id) WHERE out_from > -9223372036854775808;
CREATE INDEX episodes_timed_by_workspace ON episodes(workspace_id, out_from)
    WHERE out_from > -9223372036854775808 AND show_public = 1;
CREATE INDEX episodes_timed_by_show ON episodes(show_id, out_from, show_public, workspace_id)
    WHERE out_from > -9223372036854775808;

CREATE TRIGGER episodes_counted AFTER INSERT ON episodes WHEN new.out_from = -9223372036854775808 BEGIN
    UPDATE show_counts SET out_count = out_count + 1 WHERE show_id = new.show_id;
END;
CREATE TRIGGER episodes_recounted AFTER UPDATE OF out_from, show_id ON episodes
WHEN old.out_from IS NOT new.out_from OR old.show_id <> new.show_id BEGIN
    UPDATE show_counts SET out_count = out_count - 1
        WHERE show_id = old.show_id AND old.out_from = -9223372036854775808;
    UPDATE show_counts SET out_count = out_count + 1
        WHERE show_id = new.show_id AND new.out_from = -9223372036854775808;
END;

CREATE TABLE episode_slugs (
    show_id    INTEGER NOT NULL REFERENCES shows(id),
    slug       TEXT NOT NULL,
    episode_id INTEGER NOT NULL REFERENCES episodes(id),
    PRIMARY KEY (show_id, slug)
) WITHOUT ROWID;

CREATE TABLE subscribers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    show_id    INTEGER NOT NULL REFERENCES shows(id),
    token_hash BLOB NOT NULL UNIQUE,
    label      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);
CREATE INDEX subscribers_by_show ON subscribers(show_id);

CREATE TABLE images (
    hash          TEXT PRIMARY KEY NOT NULL,
    width         INTEGER NOT NULL,
    height        INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    variants_json TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE idempotency_records (
    workspace_id INTEGER NOT NULL,
    operation    TEXT NOT NULL,
    key          TEXT NOT NULL,
    fingerprint  BLOB NOT NULL,
    status       INTEGER NOT NULL,
    headers      TEXT NOT NULL,
    body         BLOB NOT NULL,
    created_at   INTEGER NOT NULL
);
CREATE UNIQUE INDEX idempotency_by_key ON idempotency_records(workspace_id, operation, key);
CREATE INDEX idempotency_by_age ON idempotency_records(created_at);

-- state: 0 waiting, 1 running, 2 failed for good. due_at: run_at while waiting, lease_until while running.
-- again_*: the same job was asked for while it ran.
CREATE TABLE jobs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL,
    payload       TEXT NOT NULL,
    key           TEXT NOT NULL,
    run_at        INTEGER NOT NULL,
    state         INTEGER NOT NULL DEFAULT 0,
    due_at        INTEGER NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    owner         TEXT NOT NULL DEFAULT '',
    last_error    TEXT NOT NULL DEFAULT '',
    again_at      INTEGER,
    again_payload TEXT
);
CREATE UNIQUE INDEX jobs_by_key ON jobs(kind, key) WHERE key <> '' AND state < 2;
CREATE INDEX jobs_by_due ON jobs(due_at, id) WHERE state < 2;
CREATE INDEX jobs_waiting ON jobs(run_at) WHERE state = 0;
CREATE INDEX jobs_by_kind ON jobs(kind, state);

CREATE TABLE outbox (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       INTEGER NOT NULL,
    show_id    INTEGER NOT NULL,
    episode_id INTEGER,
    at         INTEGER NOT NULL
);
CREATE INDEX outbox_by_show ON outbox(show_id, sequence);

-- What each committed transaction touched, for other processes. Both ids NULL: nothing that is cached by id;
-- `everything` = 1: too much to list.
CREATE TABLE change_log (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    origin       INTEGER NOT NULL,
    workspace_id INTEGER,
    show_id      INTEGER,
    everything   INTEGER NOT NULL
);
)sql"};

}  // namespace mooring::storage::sqlite
