#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// What creators make to reach listeners and to learn of them (creators-graphql.md, 11; delivery.md, 1.1).
//
// A day is the number of days since 1970-01-01, UTC.
const Migration migration_0009{9, "outreach", R"sql(
CREATE TABLE smartlinks (
    code       TEXT PRIMARY KEY NOT NULL,
    show_id    INTEGER NOT NULL REFERENCES shows(id) ON DELETE CASCADE,
    episode_id INTEGER NOT NULL UNIQUE REFERENCES episodes(id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX smartlinks_by_show ON smartlinks(show_id, created_at);

CREATE TABLE smartlink_clicks (
    code   TEXT NOT NULL REFERENCES smartlinks(code) ON DELETE CASCADE,
    day    INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    PRIMARY KEY (code, day)
) WITHOUT ROWID;

CREATE TABLE insights (
    id         TEXT PRIMARY KEY NOT NULL,
    show_id    INTEGER NOT NULL REFERENCES shows(id) ON DELETE CASCADE,
    episode_id INTEGER REFERENCES episodes(id) ON DELETE CASCADE,
    begin_day  INTEGER NOT NULL,
    end_day    INTEGER NOT NULL,
    asked_at   INTEGER NOT NULL,
    body       TEXT NOT NULL,
    written_at INTEGER
) WITHOUT ROWID;
CREATE INDEX insights_by_show ON insights(show_id, asked_at);
CREATE INDEX insights_by_episode ON insights(episode_id, asked_at) WHERE episode_id IS NOT NULL;

CREATE TABLE insight_feedback (
    id         TEXT UNIQUE NOT NULL,
    insight_id TEXT NOT NULL REFERENCES insights(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    rating     INTEGER NOT NULL,
    comment    TEXT NOT NULL,
    given_at   INTEGER NOT NULL,
    PRIMARY KEY (insight_id, account_id)
) WITHOUT ROWID;

CREATE TABLE sponsorships (
    id         TEXT PRIMARY KEY NOT NULL,
    show_id    INTEGER NOT NULL REFERENCES shows(id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sponsorships_by_show ON sponsorships(show_id, created_at);

ALTER TABLE shows ADD COLUMN hosting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shows ADD COLUMN source_url TEXT NOT NULL DEFAULT '';
)sql"};

}  // namespace mooring::storage::sqlite
