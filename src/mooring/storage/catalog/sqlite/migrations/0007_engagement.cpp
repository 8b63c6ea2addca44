#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// What listeners say (creators-graphql.md, sections 9 and 10). Rows of an episode or show that is deleted stay, since
// that is a mark and no removal; lists leave them out.
//
// comment_settings: a show without a row has the defaults. Words are joined by line feeds.
// polls: options are joined by line feeds; votes name an option by its place.
const Migration migration_0007{7, "engagement", R"sql(
CREATE TABLE comment_settings (
    show_id        INTEGER PRIMARY KEY NOT NULL REFERENCES shows(id) ON DELETE CASCADE,
    takes_comments INTEGER NOT NULL,
    policy         INTEGER NOT NULL,
    blocked_words  TEXT NOT NULL
);

CREATE TABLE comments (
    id               TEXT PRIMARY KEY NOT NULL,
    parent_id        TEXT REFERENCES comments(id) ON DELETE CASCADE,
    show_id          INTEGER NOT NULL REFERENCES shows(id) ON DELETE CASCADE,
    episode_id       INTEGER NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    is_by_creator    INTEGER NOT NULL,
    username         TEXT NOT NULL,
    full_name        TEXT NOT NULL,
    body             TEXT NOT NULL,
    language         TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    approved_at      INTEGER,
    state            INTEGER NOT NULL,
    first_state      INTEGER NOT NULL,
    has_blocked_word INTEGER NOT NULL,
    breaks_rule      INTEGER NOT NULL,
    is_read          INTEGER NOT NULL,
    is_pinned        INTEGER NOT NULL,
    thread_seen_at   INTEGER
) WITHOUT ROWID;
CREATE INDEX comments_by_show ON comments(show_id, created_at);
CREATE INDEX comments_by_episode ON comments(episode_id, created_at);
CREATE INDEX comments_by_parent ON comments(parent_id, created_at) WHERE parent_id IS NOT NULL;

CREATE TABLE blocked_listeners (
    show_id    INTEGER NOT NULL REFERENCES shows(id) ON DELETE CASCADE,
    username   TEXT NOT NULL,
    full_name  TEXT NOT NULL,
    blocked_at INTEGER NOT NULL,
    PRIMARY KEY (show_id, username)
) WITHOUT ROWID;

CREATE TABLE polls (
    episode_id INTEGER PRIMARY KEY NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    question   TEXT NOT NULL,
    options    TEXT NOT NULL,
    type       INTEGER NOT NULL,
    opens_at   INTEGER NOT NULL,
    closes_at  INTEGER NOT NULL
);
CREATE TABLE poll_votes (
    episode_id INTEGER NOT NULL REFERENCES polls(episode_id) ON DELETE CASCADE,
    voter      TEXT NOT NULL,
    option     INTEGER NOT NULL,
    PRIMARY KEY (episode_id, voter, option)
) WITHOUT ROWID;
)sql"};

}  // namespace mooring::storage::sqlite
