#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// What creators make to reach listeners and to learn of them (creators-graphql.md, 11; delivery.md, 1.1).
//
// smartlink_clicks: a day is the number of days since 1970-01-01, UTC.
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
)sql"};

}  // namespace mooring::storage::sqlite
