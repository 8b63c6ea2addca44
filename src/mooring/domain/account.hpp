#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::domain {

/// How far the operator has verified who a person is.
enum class Verification { unverified, verified, email_change_requested };

/// What the creators API tells of a person (creators-rest.md, 1-I, 1-J).
struct CreatorStanding {
    Verification verification = Verification::verified;
    bool has_valid_birthdate = true;
    std::string optimizely_id, mparticle_id;  ///< at partners; empty when unknown there
    bool operator==(const CreatorStanding&) const = default;
};

/// A person who can sign in (accounts-oauth.md, section 1).
struct Account {
    AccountId id;
    std::string opaque_id;     ///< 22 base-62 characters
    std::string email;         ///< as typed; unique without regard to case
    std::string username;      ///< unique; the `id` of the Web API's `/v1/me`
    std::string display_name;  ///< for people
    std::string country;       ///< ISO 3166-1 alpha-2, upper case; empty when not set
    bool filters_explicit = false;
    bool is_administrator = false;
    bool is_disabled = false;
    std::string password_hash;  ///< `$argon2id$…`; empty: cannot sign in with a password
    Instant created_at;
    std::optional<Instant> password_changed_at;
    CreatorStanding standing;
    bool operator==(const Account&) const = default;
};

/// What a person may do, each including those before it (accounts-oauth.md, 8.5). On a workspace a role counts on each
/// of its shows; `owner` is of workspaces only. An administrator of the server may do everything without any role.
enum class Role { analyst = 1, editor = 2, show_admin = 3, owner = 4 };

std::string_view to_string(Role role);  ///< `analyst`, `editor`, `show_admin`, `owner`
std::optional<Role> parse_role(std::string_view text);

/// One role of one person: on a workspace, or on a single show. Exactly one of the two is set.
struct Membership {
    AccountId account;
    std::optional<WorkspaceId> workspace;
    std::optional<ShowId> show;
    Role role = Role::analyst;
    Instant created_at;
    bool operator==(const Membership&) const = default;
};

/// A one-time link that gives whoever follows it a role; it lives 72 hours.
struct Invitation {
    InvitationId id;
    std::string token_hash;  ///< 32 bytes: BLAKE2b-256 under the server secret
    std::optional<WorkspaceId> workspace;
    std::optional<ShowId> show;
    Role role = Role::analyst;
    std::string email;  ///< whom it was made for; a hint, empty when for anybody
    AccountId created_by;
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> used_at;
    std::optional<AccountId> used_by;
    bool operator==(const Invitation&) const = default;
};

enum class SessionKind { browser = 0, connector = 1 };

/// A signed-in browser or tool; three cookie values stand for it, each kept as its hash only (section 7).
struct Session {
    SessionId id;
    AccountId account;
    SessionKind kind = SessionKind::browser;
    std::string label;          ///< of a connector session; else what the browser calls itself, shortened
    bool is_read_only = false;  ///< refused on every write of every family, whatever the role
    std::string sp_dc_hash;     ///< 32 bytes each
    std::string sp_key_hash;
    std::string anchorpw_hash;  ///< of the 32 characters between `s:` and `.`
    Instant created_at;
    Instant last_used_at;
    std::string last_address;                  ///< of the person's own browser; shown to that person only
    std::optional<Instant> expires_at;         ///< refused from this instant on
    std::optional<std::int64_t> idle_seconds;  ///< refused when unused for so long
    bool operator==(const Session&) const = default;
};

bool is_live(const Session& session, Instant now);

enum class AppKind { confidential = 0, public_client = 1 };

/// An OAuth client (section 8.6). Belongs to a workspace, whose owners manage it.
struct App {
    AppId id;
    std::optional<WorkspaceId> workspace;  ///< none: built in
    std::string client_id;                 ///< 32 lower-case hexadecimal digits
    std::string name;
    AppKind kind = AppKind::confidential;
    std::string secret_hash;           ///< 32 bytes, or empty for a public one
    std::string previous_secret_hash;  ///< accepted until `previous_secret_until`
    std::optional<Instant> previous_secret_until;
    std::vector<std::string> redirect_uris;  ///< at most 20
    Instant created_at;
    bool operator==(const App&) const = default;
};

/// The creators' web app, which every connector names: public, needs no consent, known to every server (section 3.1).
/// Its row is made by the migration, with id 1.
inline constexpr AppId creators_app_id{1};
inline constexpr std::string_view creators_client_id = "05a1371ee5194c27860b3ff3ff3979d2";

using ScopeNames = std::set<std::string, std::less<>>;

/// True for a name of the public list of OAuth scopes (section 4.1).
bool is_oauth_scope(std::string_view name);
const std::vector<std::string_view>& all_oauth_scopes();

/// A person's consent to an app (section 4).
struct Grant {
    GrantId id;
    AccountId account;
    AppId app;
    ScopeNames scopes;
    Instant created_at;
    Instant updated_at;
    bool operator==(const Grant&) const = default;
};

/// Everything issued from one authorization code: revoked together when the code or an old refresh token comes twice.
using TokenFamily = std::string;  // 22 random base-62 characters

/// An authorization code, as its hash. Used ones stay until they expire, so that a second use is noticed.
struct AuthorizationCode {
    std::string hash;  ///< 32 bytes
    TokenFamily family;
    AppId app;
    AccountId account;
    SessionId session;             ///< the browser or connector session it was given to
    std::optional<GrantId> grant;  ///< none for the creators' web app
    ScopeNames scopes;
    std::string redirect_uri;
    std::string challenge;            ///< base64url of SHA-256, or empty
    bool gives_refresh_token = true;  ///< not after the silent sign-in
    Instant issued_at;
    Instant expires_at;
    std::optional<Instant> used_at;
    bool operator==(const AuthorizationCode&) const = default;
};

/// A bearer, as its hash. Expired ones are kept a day, to be told from unknown ones; revoked ones are gone.
struct AccessToken {
    std::string hash;    ///< 32 bytes
    TokenFamily family;  ///< empty for client credentials
    AppId app;
    std::optional<AccountId> account;  ///< none: an app token
    std::optional<SessionId> session;  ///< set when it ends with the session (silent sign-in)
    std::optional<GrantId> grant;
    ScopeNames scopes;
    bool is_read_only = false;  ///< from a read-only connector session
    Instant issued_at;
    Instant expires_at;
    bool operator==(const AccessToken&) const = default;
};

/// A refresh token, as its hash. Rotated and revoked ones stay until they expire.
struct RefreshToken {
    std::string hash;  ///< 32 bytes
    TokenFamily family;
    AppId app;
    AccountId account;
    GrantId grant;
    ScopeNames scopes;
    Instant issued_at;
    Instant expires_at;                 ///< 180 days after the last use
    std::optional<Instant> rotated_at;  ///< replaced: good for another 60 seconds
    std::optional<Instant> revoked_at;
    bool operator==(const RefreshToken&) const = default;
};

/// One line of the audit log: every change of role, key, app or session.
struct AuditEntry {
    std::int64_t id = 0;
    Instant at;
    std::string actor;    ///< `account:7`, `admin` (the command line), `server`
    std::string action;   ///< `session.revoked`, `role.given`, …
    std::string subject;  ///< what it was done to, in words without secrets
    std::string address;  ///< of whoever asked; empty on the command line
    std::optional<WorkspaceId> workspace;
    std::optional<AccountId> account;  ///< whose log it is in besides
    bool operator==(const AuditEntry&) const = default;
};

}  // namespace mooring::domain
