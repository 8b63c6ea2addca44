#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// People, their sessions, apps and tokens (accounts-oauth.md). Whatever opens something is kept as its keyed hash.
//
// Codes and access tokens end with the session they hang on, and everything of an app with the app, by foreign keys.
// Refresh tokens name their grant without one: revoked ones outlive it, so that a second use is told from a made-up
// token. Lists of words (scopes, redirect URIs) are separated by single spaces, which none of the words can hold.
const Migration migration_0002{2, "accounts", R"sql(
CREATE TABLE accounts (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    opaque_id           TEXT NOT NULL UNIQUE,
    email               TEXT NOT NULL COLLATE NOCASE UNIQUE,
    username            TEXT NOT NULL UNIQUE,
    display_name        TEXT NOT NULL,
    country             TEXT NOT NULL,
    filters_explicit    INTEGER NOT NULL,
    is_administrator    INTEGER NOT NULL,
    is_disabled         INTEGER NOT NULL,
    password_hash       TEXT NOT NULL,
    created_at          INTEGER NOT NULL,
    password_changed_at INTEGER
);

CREATE TABLE workspace_members (
    workspace_id INTEGER NOT NULL REFERENCES workspaces(id),
    account_id   INTEGER NOT NULL REFERENCES accounts(id),
    role         INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
) WITHOUT ROWID;
CREATE INDEX workspace_members_by_account ON workspace_members(account_id);

CREATE TABLE show_members (
    show_id    INTEGER NOT NULL REFERENCES shows(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    role       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (show_id, account_id)
) WITHOUT ROWID;
CREATE INDEX show_members_by_account ON show_members(account_id);

CREATE TABLE invitations (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash   BLOB NOT NULL UNIQUE,
    workspace_id INTEGER REFERENCES workspaces(id),
    show_id      INTEGER REFERENCES shows(id) ON DELETE CASCADE,
    role         INTEGER NOT NULL,
    email        TEXT NOT NULL,
    created_by   INTEGER NOT NULL REFERENCES accounts(id),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    used_by      INTEGER REFERENCES accounts(id)
);

CREATE TABLE sessions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id    INTEGER NOT NULL REFERENCES accounts(id),
    kind          INTEGER NOT NULL,
    label         TEXT NOT NULL,
    is_read_only  INTEGER NOT NULL,
    sp_dc_hash    BLOB NOT NULL UNIQUE,
    sp_key_hash   BLOB NOT NULL,
    anchorpw_hash BLOB NOT NULL UNIQUE,
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER NOT NULL,
    last_address  TEXT NOT NULL,
    expires_at    INTEGER,
    idle_seconds  INTEGER
);
CREATE INDEX sessions_by_account ON sessions(account_id, last_used_at);

CREATE TABLE apps (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id          INTEGER REFERENCES workspaces(id),
    client_id             TEXT NOT NULL UNIQUE,
    name                  TEXT NOT NULL,
    kind                  INTEGER NOT NULL,
    secret_hash           BLOB NOT NULL,
    previous_secret_hash  BLOB NOT NULL,
    previous_secret_until INTEGER,
    redirect_uris         TEXT NOT NULL,
    created_at            INTEGER NOT NULL
);
CREATE INDEX apps_by_workspace ON apps(workspace_id, id);
INSERT INTO apps(id, workspace_id, client_id, name, kind, secret_hash, previous_secret_hash, redirect_uris, created_at)
VALUES (1, NULL, '05a1371ee5194c27860b3ff3ff3979d2', 'Creators', 1, x'', x'',
        'https://podcasters.spotify.com https://creators.spotify.com', 0);

CREATE TABLE grants (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    app_id     INTEGER NOT NULL REFERENCES apps(id) ON DELETE CASCADE,
    scopes     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (account_id, app_id)
);
CREATE INDEX grants_by_app ON grants(app_id);

CREATE TABLE authorization_codes (
    hash                BLOB PRIMARY KEY NOT NULL,
    family              TEXT NOT NULL,
    app_id              INTEGER NOT NULL REFERENCES apps(id) ON DELETE CASCADE,
    account_id          INTEGER NOT NULL REFERENCES accounts(id),
    session_id          INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    grant_id            INTEGER,
    scopes              TEXT NOT NULL,
    redirect_uri        TEXT NOT NULL,
    challenge           TEXT NOT NULL,
    gives_refresh_token INTEGER NOT NULL,
    issued_at           INTEGER NOT NULL,
    expires_at          INTEGER NOT NULL,
    used_at             INTEGER
) WITHOUT ROWID;
CREATE INDEX codes_by_family ON authorization_codes(family);
CREATE INDEX codes_by_app ON authorization_codes(app_id);
CREATE INDEX codes_by_account ON authorization_codes(account_id);
CREATE INDEX codes_by_session ON authorization_codes(session_id);
CREATE INDEX codes_by_grant ON authorization_codes(grant_id);
CREATE INDEX codes_by_expiry ON authorization_codes(expires_at);

CREATE TABLE access_tokens (
    hash         BLOB PRIMARY KEY NOT NULL,
    family       TEXT NOT NULL,
    app_id       INTEGER NOT NULL REFERENCES apps(id) ON DELETE CASCADE,
    account_id   INTEGER REFERENCES accounts(id),
    session_id   INTEGER REFERENCES sessions(id) ON DELETE CASCADE,
    grant_id     INTEGER,
    scopes       TEXT NOT NULL,
    is_read_only INTEGER NOT NULL,
    issued_at    INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX access_tokens_by_family ON access_tokens(family);
CREATE INDEX access_tokens_by_app ON access_tokens(app_id);
CREATE INDEX access_tokens_by_account ON access_tokens(account_id);
CREATE INDEX access_tokens_by_session ON access_tokens(session_id);
CREATE INDEX access_tokens_by_grant ON access_tokens(grant_id);
CREATE INDEX access_tokens_by_expiry ON access_tokens(expires_at);

CREATE TABLE refresh_tokens (
    hash       BLOB PRIMARY KEY NOT NULL,
    family     TEXT NOT NULL,
    app_id     INTEGER NOT NULL REFERENCES apps(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    grant_id   INTEGER NOT NULL,
    scopes     TEXT NOT NULL,
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    rotated_at INTEGER,
    revoked_at INTEGER
) WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_family ON refresh_tokens(family);
CREATE INDEX refresh_tokens_by_app ON refresh_tokens(app_id);
CREATE INDEX refresh_tokens_by_account ON refresh_tokens(account_id);
CREATE INDEX refresh_tokens_by_grant ON refresh_tokens(grant_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens(expires_at);

CREATE TABLE audit_log (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    actor        TEXT NOT NULL,
    action       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    address      TEXT NOT NULL,
    workspace_id INTEGER,
    account_id   INTEGER
);
CREATE INDEX audit_log_by_workspace ON audit_log(workspace_id, id);
CREATE INDEX audit_log_by_account ON audit_log(account_id, id);

CREATE TABLE guesses (
    id   INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    key  BLOB NOT NULL,
    at   INTEGER NOT NULL
);
CREATE INDEX guesses_by_key ON guesses(kind, key, at);
CREATE INDEX guesses_by_time ON guesses(at);

-- 1: a person, role, session, app or token changed in a way that what is remembered of them may be wrong.
ALTER TABLE change_log ADD COLUMN accounts INTEGER NOT NULL DEFAULT 0;
)sql"};

}  // namespace mooring::storage::sqlite
