#include "mooring/app/accounts/sessions.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "mooring/app/accounts/secrets.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t longest_label = 120;

/// End sessions until one more fits: ended ones, then browsers' from the oldest, then tools'.
Result<void> make_room(CatalogTransaction& tx, Instant now, AccountId account) {
    MOORING_TRY(std::vector<Session> sessions, tx.sessions().list(account));
    std::erase_if(sessions, [&](const Session& session) { return !domain::is_live(session, now); });
    std::ranges::sort(sessions, {}, [](const Session& session) {
        return std::tuple{session.kind != SessionKind::browser, session.created_at, session.id.value};
    });
    const auto too_many = static_cast<std::ptrdiff_t>(sessions.size()) - live_sessions_at_most + 1;
    for (std::ptrdiff_t index = 0; index < too_many; ++index) {
        MOORING_CHECK(tx.session_writer().remove(sessions[static_cast<std::size_t>(index)].id));
    }
    return ok();
}

}  // namespace

Result<StartedSession> start_session(CatalogTransaction& tx, const Mint& mint, AccountId account,
                                     WantedSession wanted) {
    const Instant now = mint.clock.now();
    MOORING_CHECK(make_room(tx, now, account));
    StartedSession started;
    started.sp_dc = make_sp_dc(mint.random);
    started.sp_key = make_sp_key(mint.random);
    const std::string anchorpw_id = make_anchorpw_id(mint.random);
    started.anchorpw_s = sign_anchorpw_s(mint.secret, anchorpw_id);

    Session& session = started.session;
    session.account = account;
    session.kind = wanted.kind;
    session.label = std::move(wanted.label);
    session.is_read_only = wanted.is_read_only;
    session.sp_dc_hash = mint.secret.hash_token(started.sp_dc);
    session.sp_key_hash = mint.secret.hash_token(started.sp_key);
    session.anchorpw_hash = mint.secret.hash_token(anchorpw_id);
    session.created_at = now;
    session.last_used_at = now;
    session.last_address = std::move(wanted.address);
    if (wanted.life) session.expires_at = now + *wanted.life;
    if (wanted.idle) session.idle_seconds = wanted.idle->count();
    MOORING_TRY(session.id, tx.session_writer().insert(session));
    return started;
}

WantedSession browser_session(bool stays_signed_in, std::string_view browser, std::string address) {
    WantedSession wanted;
    if (is_valid_utf8(browser)) wanted.label = cut_to_code_points(browser, longest_label);
    wanted.address = std::move(address);
    if (stays_signed_in) {
        wanted.life = long_session_life;
    } else {
        wanted.idle = idle_session_life;
    }
    return wanted;
}

}  // namespace mooring::app::accounts
