#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/app/accounts/principal.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/generation_cache.hpp"
#include "mooring/base/worker_pool.hpp"

namespace mooring::app::accounts {

/// The values of the session cookies in a request, as they came. A cookie may come twice; one good one is enough.
struct PresentedCookies {
    std::vector<std::string_view> sp_dc;
    std::vector<std::string_view> sp_key;
    std::vector<std::string_view> anchorpw_s;

    bool is_empty() const { return sp_dc.empty() && anchorpw_s.empty(); }
};

/// What a bearer is. An expired one is told from an unknown one for a day.
struct BearerAnswer {
    std::shared_ptr<const Principal> principal;  ///< null: not good
    bool is_expired = false;
};

/// Tells who is behind a bearer or a cookie (accounts-oauth.md, sections 5.5, 7 and 10). Those that were good are
/// remembered, and forgotten as soon as any person, role, session, app or token changes, so that a revoked one is
/// refused by the next request here and within a second elsewhere. Others are never remembered. Safe from any thread.
class Credentials : public std::enable_shared_from_this<Credentials> {
public:
    struct Options {
        std::size_t capacity = 8192;              ///< credentials remembered, at most twice this
        std::chrono::seconds note_use_after{60};  ///< the last use of a session is written at most once in this time
    };
    /// All four outlive this and what it put into `workers`.
    Credentials(Catalog& catalog, const ServerSecret& secret, const Clock& clock, WorkerPool& workers, Options options)
        : catalog_(catalog),
          secret_(secret),
          clock_(clock),
          workers_(workers),
          options_(options),
          remembered_(options.capacity) {}
    Credentials(Catalog& catalog, const ServerSecret& secret, const Clock& clock, WorkerPool& workers)
        : Credentials(catalog, secret, clock, workers, Options{}) {}

    /// The bearer if it is remembered and still good; null says nothing. Reads nothing.
    std::shared_ptr<const Principal> find_remembered_bearer(std::string_view token);
    /// Errors: unavailable.
    Result<BearerAnswer> find_bearer(std::string_view token);

    /// `sp_dc`, to whose session every `sp_key` sent must belong, or else `anchorpw_s`. At most a few of each are
    /// looked at. Null: none is good. Errors: unavailable.
    Result<std::shared_ptr<const Principal>> find_session(const PresentedCookies& cookies);
    /// By `sp_dc`, with `sp_key` when sent, only.
    Result<std::shared_ptr<const Principal>> find_browser_session(const PresentedCookies& cookies);

    /// Whether one of the `anchorpw_s` opened a session that has come to its end by time since. Errors: unavailable.
    Result<bool> has_expired(const PresentedCookies& cookies);

    /// Have the use of a session written down, in the background and not more often than the options say.
    void note_use(SessionId session, const std::string& address);

private:
    struct Remembered {
        std::shared_ptr<const Principal> principal;
        std::string sp_key_hash;    ///< of a session
        std::uint64_t version = 0;  ///< of all accounts, read before the credential was
        Instant until;              ///< to be asked again then: expiry, or a while for sessions that end unused
    };
    bool still_holds(const Remembered& remembered) const;
    Result<Remembered> read_bearer(const std::string& hash, bool& is_expired);
    /// The session that `find` gives, if it is live and its person not disabled.
    template <class Find>
    Result<Remembered> read_session(Find&& find);
    template <class Find>
    Result<Remembered> recall_session(const std::string& key, Find&& find);

    Catalog& catalog_;
    const ServerSecret& secret_;
    const Clock& clock_;
    WorkerPool& workers_;
    Options options_;
    GenerationCache<Remembered> remembered_;  ///< by a letter for the kind, and the hash
    std::mutex uses_mutex_;
    std::unordered_map<SessionId, Instant> uses_;
};

}  // namespace mooring::app::accounts
