#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// What the web catalogue lists (webapi-v1.md). `markets` is NULL everywhere, else the countries as words: none is
// nowhere. A country is found in them with instr, since two capitals never span a space.
//
// listings: one narrow row per episode that the passing of time alone may bring into the catalogue (domain::is_listed).
//   position     publish_second and the id in one number, see listings.hpp: the order of publication, and the key of
//   the
//                episode's row in episode_search, so that both are walked newest first without sorting.
//   listed_from  as episodes.out_from, sound apart.
//   show_public  as episodes.show_public.
//
// episode_search, show_search: the words people find an episode or a show by, `body` being a description as it reads.
// search_state: the version of the code that wrote them (search_index.hpp); one that is not the program's is made anew.
const Migration migration_0004{4, "web_catalog", R"sql(
ALTER TABLE shows ADD COLUMN markets TEXT;
ALTER TABLE episodes ADD COLUMN markets TEXT;
ALTER TABLE episodes ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN date_precision INTEGER NOT NULL DEFAULT 0;
CREATE INDEX shows_by_markets ON shows(markets, id) WHERE markets IS NOT NULL;

CREATE TABLE listings (
    position    INTEGER PRIMARY KEY,
    episode_id  INTEGER NOT NULL UNIQUE REFERENCES episodes(id),
    show_id     INTEGER NOT NULL REFERENCES shows(id),
    show_public INTEGER NOT NULL,
    listed_from INTEGER NOT NULL,
    is_external INTEGER NOT NULL,
    is_video    INTEGER NOT NULL,
    markets     TEXT
);
CREATE INDEX listings_by_show
    ON listings(show_id, position, listed_from, show_public, is_external, is_video, markets, episode_id);
CREATE INDEX listings_timed ON listings(show_id, listed_from) WHERE listed_from > -9223372036854775808;
CREATE TRIGGER listings_follow_shows AFTER UPDATE OF is_public ON shows WHEN old.is_public <> new.is_public BEGIN
    UPDATE listings SET show_public = new.is_public WHERE show_id = new.id;
END;

CREATE VIRTUAL TABLE episode_search USING fts5(
    title, body, columnsize = 0, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE show_search USING fts5(
    title, publisher, body, columnsize = 0, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE search_state (version INTEGER NOT NULL);
INSERT INTO search_state VALUES (0);

CREATE TABLE saved_shows (
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    show_id    INTEGER NOT NULL REFERENCES shows(id),
    added_at   INTEGER NOT NULL,
    PRIMARY KEY (account_id, show_id)
) WITHOUT ROWID;
CREATE INDEX saved_shows_by_time ON saved_shows(account_id, added_at, show_id);

CREATE TABLE saved_episodes (
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    episode_id INTEGER NOT NULL REFERENCES episodes(id),
    added_at   INTEGER NOT NULL,
    PRIMARY KEY (account_id, episode_id)
) WITHOUT ROWID;
CREATE INDEX saved_episodes_by_time ON saved_episodes(account_id, added_at, episode_id);

CREATE TABLE resume_points (
    account_id      INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    episode_id      INTEGER NOT NULL REFERENCES episodes(id),
    is_fully_played INTEGER NOT NULL,
    position_ms     INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    PRIMARY KEY (account_id, episode_id)
) WITHOUT ROWID;
)sql"};

}  // namespace mooring::storage::sqlite
