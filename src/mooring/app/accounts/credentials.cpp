#include "mooring/app/accounts/credentials.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "mooring/app/accounts/secrets.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/log.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

/// Values of one cookie that are looked at: browsers send one, pasted headers two.
constexpr std::size_t looked_at = 4;
/// A remembered session is asked for again after this, since its idle time runs on.
constexpr std::chrono::seconds session_memory{60};

std::span<const std::string_view> first_few(const std::vector<std::string_view>& values) {
    return {values.data(), std::min(values.size(), looked_at)};
}

}  // namespace

bool Credentials::still_holds(const Remembered& remembered) const {
    return remembered.principal && remembered.version == catalog_.versions().of_accounts() &&
           clock_.now() < remembered.until;
}

std::shared_ptr<const Principal> Credentials::find_remembered_bearer(std::string_view token) {
    if (!is_access_token(token)) return nullptr;
    const auto remembered = remembered_.find("b" + secret_.hash_token(token));
    return remembered && still_holds(*remembered) ? remembered->principal : nullptr;
}

Result<BearerAnswer> Credentials::find_bearer(std::string_view token) {
    if (!is_access_token(token)) return BearerAnswer{};
    const std::string hash = secret_.hash_token(token);
    if (const auto remembered = remembered_.find("b" + hash); remembered && still_holds(*remembered)) {
        return BearerAnswer{remembered->principal};
    }
    BearerAnswer answer;
    MOORING_TRY(Remembered found, read_bearer(hash, answer.is_expired));
    answer.principal = found.principal;
    if (found.principal) remembered_.put("b" + hash, std::move(found));
    return answer;
}

Result<Credentials::Remembered> Credentials::read_bearer(const std::string& hash, bool& is_expired) {
    Remembered found;
    found.version = catalog_.versions().of_accounts();
    return catalog_.read([&](CatalogSnapshot& catalog) -> Result<Remembered> {
        found.principal = nullptr;
        MOORING_TRY(const std::optional<AccessToken> token, catalog.tokens().find_access(hash));
        if (!token) return found;
        const Instant now = clock_.now();
        is_expired = token->expires_at <= now;
        if (is_expired) return found;
        Principal principal;
        principal.credential = Principal::Credential::bearer;
        principal.app = token->app;
        principal.session = token->session;
        principal.scopes = token->scopes;
        principal.is_read_only = token->is_read_only;
        principal.expires_at = token->expires_at;
        if (token->account) {
            MOORING_TRY(principal.account, catalog.accounts().find(*token->account));
            if (!principal.account || principal.account->is_disabled) return found;
        }
        if (token->session) {
            MOORING_TRY(const std::optional<Session> session, catalog.sessions().find(*token->session));
            if (!session || !domain::is_live(*session, now)) return found;
        }
        found.until = token->session ? std::min(token->expires_at, now + session_memory) : token->expires_at;
        found.principal = std::make_shared<const Principal>(std::move(principal));
        return found;
    });
}

template <class Find>
Result<Credentials::Remembered> Credentials::read_session(Find&& find) {
    Remembered found;
    found.version = catalog_.versions().of_accounts();
    return catalog_.read([&](CatalogSnapshot& catalog) -> Result<Remembered> {
        found.principal = nullptr;
        MOORING_TRY(const std::optional<Session> session, find(catalog));
        const Instant now = clock_.now();
        if (!session || !domain::is_live(*session, now)) return found;
        Principal principal;
        principal.app = domain::creators_app_id;
        principal.session = session->id;
        principal.is_read_only = session->is_read_only;
        principal.expires_at = session->expires_at;
        MOORING_TRY(principal.account, catalog.accounts().find(session->account));
        if (!principal.account || principal.account->is_disabled) return found;
        found.sp_key_hash = session->sp_key_hash;
        found.until = std::min(now + session_memory, session->expires_at.value_or(Instant::max()));
        found.principal = std::make_shared<const Principal>(std::move(principal));
        return found;
    });
}

template <class Find>
Result<Credentials::Remembered> Credentials::recall_session(const std::string& key, Find&& find) {
    if (auto remembered = remembered_.find(key); remembered && still_holds(*remembered)) return std::move(*remembered);
    MOORING_TRY(Remembered found, read_session(find));
    if (found.principal) remembered_.put(key, found);
    return found;
}

Result<std::shared_ptr<const Principal>> Credentials::find_browser_session(const PresentedCookies& cookies) {
    for (const std::string_view sp_dc : first_few(cookies.sp_dc)) {
        if (!is_sp_dc(sp_dc)) continue;
        const std::string hash = secret_.hash_token(sp_dc);
        MOORING_TRY(const Remembered found, recall_session("d" + hash, [&](CatalogSnapshot& catalog) {
                        return catalog.sessions().find_by_sp_dc(hash);
                    }));
        if (!found.principal) continue;
        const auto keys = first_few(cookies.sp_key);
        const bool key_fits =
            keys.empty() || std::ranges::any_of(keys, [&](std::string_view sp_key) {
                return is_sp_key(sp_key) &&
                       equal_in_constant_time(secret_.hash_token(to_lower_ascii(sp_key)), found.sp_key_hash);
            });
        if (key_fits) return found.principal;
    }
    return std::shared_ptr<const Principal>{};
}

Result<std::shared_ptr<const Principal>> Credentials::find_session(const PresentedCookies& cookies) {
    MOORING_TRY(const std::shared_ptr<const Principal> by_sp_dc, find_browser_session(cookies));
    if (by_sp_dc) return by_sp_dc;
    for (const std::string_view value : first_few(cookies.anchorpw_s)) {
        const std::optional<std::string> id = read_anchorpw_s(secret_, value);
        if (!id) continue;
        const std::string hash = secret_.hash_token(*id);
        MOORING_TRY(const Remembered found, recall_session("a" + hash, [&](CatalogSnapshot& catalog) {
                        return catalog.sessions().find_by_anchorpw(hash);
                    }));
        if (found.principal) return found.principal;
    }
    return std::shared_ptr<const Principal>{};
}

Result<bool> Credentials::has_expired(const PresentedCookies& cookies) {
    return catalog_.read([&](CatalogSnapshot& catalog) -> Result<bool> {
        for (const std::string_view value : first_few(cookies.anchorpw_s)) {
            const std::optional<std::string> id = read_anchorpw_s(secret_, value);
            if (!id) continue;
            MOORING_TRY(const std::optional<Session> session,
                        catalog.sessions().find_by_anchorpw(secret_.hash_token(*id)));
            if (session && !domain::is_live(*session, clock_.now())) return true;
        }
        return false;
    });
}

void Credentials::note_use(SessionId session, const std::string& address) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(uses_mutex_);
        const auto noted = uses_.find(session);
        // A clock set back writes nothing.
        if (noted != uses_.end() && noted->second > now - options_.note_use_after) return;
        if (uses_.size() > options_.capacity) uses_.clear();
        uses_[session] = now;
    }
    const bool is_queued = workers_.try_post([self = shared_from_this(), session, now, address] {
        const Result<void> written = self->catalog_.write(
            [&](CatalogTransaction& tx) { return tx.session_writer().touch(session, now, address); });
        if (!written) log::warning("last use of a session was not noted", {{"error", to_string(written.error().code)}});
    });
    if (!is_queued) {
        const std::lock_guard lock(uses_mutex_);
        uses_.erase(session);  // the next use tries again
    }
}

}  // namespace mooring::app::accounts
