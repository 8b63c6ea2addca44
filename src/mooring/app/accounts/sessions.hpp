#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "mooring/app/accounts/ports.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::accounts {

/// What secrets are made from, and when. All three outlive whoever holds this.
struct Mint {
    Random& random;  ///< a `SystemRandom` outside tests
    const ServerSecret& secret;
    const Clock& clock;
};

/// Live sessions of one person; the oldest browser session goes first (accounts-oauth.md, section 7).
inline constexpr int live_sessions_at_most = 50;
/// "Stay signed in".
inline constexpr std::chrono::seconds long_session_life = std::chrono::days{365};
/// Without it: at most so long unused, besides ending with the browser.
inline constexpr std::chrono::seconds idle_session_life = std::chrono::hours{24};

struct WantedSession {
    SessionKind kind = SessionKind::browser;
    std::string label;
    bool is_read_only = false;
    std::optional<std::chrono::seconds> life;
    std::optional<std::chrono::seconds> idle;
    std::string address;
};

/// A new session with the three values that stand for it, which nobody can be told again.
struct StartedSession {
    Session session;
    std::string sp_dc;
    std::string sp_key;
    std::string anchorpw_s;  ///< plain: not percent-encoded
};

/// Start a session, ending the oldest one of those over the limit.
Result<StartedSession> start_session(CatalogTransaction& tx, const Mint& mint, AccountId account, WantedSession wanted);

/// A browser's session, as the sign-in page asks for it. `browser` is what it calls itself; it is shortened.
WantedSession browser_session(bool stays_signed_in, std::string_view browser, std::string address);

}  // namespace mooring::app::accounts
