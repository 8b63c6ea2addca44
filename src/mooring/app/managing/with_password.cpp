#include "mooring/app/managing/with_password.hpp"

#include <array>
#include <memory>
#include <utility>

#include "mooring/app/managing/invitations.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::managing {
namespace {

using accounts::NewAccount;
using accounts::Password;
using accounts::SignInAnswer;
using accounts::StartedSession;
using accounts::WantedSession;

constexpr std::size_t longest_label = 80;

}  // namespace

Result<void> check_connector(const ConnectorRequest& wanted) {
    if (!is_valid_utf8(wanted.label) || has_control_character(wanted.label) || trim(wanted.label).empty() ||
        code_point_count(wanted.label) > longest_label) {
        return invalid("label", "must have 1 to 80 characters");
    }
    const auto days = wanted.life.count();
    if (days != 30 && days != 90 && days != 365) return invalid("days", "must be 30, 90 or 365");
    return ok();
}

template <class T, class Next>
void WithPassword::hash(const NewAccount& whose, Password password, Done<T> done, Next next) {
    const std::array<std::string_view, 2> own_names{whose.email, whose.display_name};
    if (auto checked = check_new_password(password, own_names); !checked) return done(std::move(checked).error());
    const Result<void> queued =
        passwords_.hash(std::move(password), [this, done, next = std::move(next)](Result<std::string> hashed) {
            workers_.post([done, next, hashed = std::move(hashed)]() mutable {
                if (!hashed) return done(std::move(hashed).error());
                done(next(*std::move(hashed)));
            });
        });
    if (!queued) done(queued.error());
}

void WithPassword::change_password(const Asker& asker, const IpAddress& address, Password current, Password wanted,
                                   const Done<Confirmation>& done) {
    if (auto allowed = asker.may_change(); !allowed) return done(std::move(allowed).error());
    const Account& person = *asker.principal.account;
    const std::array<std::string_view, 2> own_names{person.email, person.display_name};
    if (auto checked = check_new_password(wanted, own_names); !checked) return done(std::move(checked).error());
    auto kept = std::make_shared<Password>(std::move(wanted));  // one copy, wiped with the last of these lambdas
    sign_in_.confirm(person, std::move(current), address, [this, asker, kept, done](Result<Confirmation> confirmed) {
        if (!confirmed || !confirmed->is_right) return done(std::move(confirmed));
        const Account& account = *asker.principal.account;
        hash<Confirmation>({account.email, account.display_name, {}}, std::move(*kept), done,
                           [this, asker](const std::string& hashed) -> Result<Confirmation> {
                               MOORING_CHECK(catalog_.write([&](CatalogTransaction& tx) {
                                   return set_password(tx, mint_, asker.id(), hashed, asker.principal.session,
                                                       asker.actor());
                               }));
                               return Confirmation{true, {}};
                           });
    });
}

void WithPassword::start_connector(const Asker& asker, const IpAddress& address, Password password,
                                   const ConnectorRequest& wanted, const Done<SignInAnswer>& done) {
    if (auto allowed = asker.may_change(); !allowed) return done(std::move(allowed).error());
    if (auto checked = check_connector(wanted); !checked) return done(std::move(checked).error());
    sign_in_.confirm(*asker.principal.account, std::move(password), address,
                     [this, asker, wanted, done](Result<Confirmation> confirmed) {
                         if (!confirmed) return done(std::move(confirmed).error());
                         if (!confirmed->is_right) return done(SignInAnswer{{}, confirmed->wait});
                         done(catalog_.write([&](CatalogTransaction& tx) -> Result<SignInAnswer> {
                             WantedSession session;
                             session.kind = domain::SessionKind::connector;
                             session.label = trim(wanted.label);
                             session.is_read_only = wanted.is_read_only;
                             session.life = wanted.life;
                             session.address = asker.address;
                             MOORING_TRY(StartedSession started, start_session(tx, mint_, asker.id(), session));
                             MOORING_CHECK(note(tx, mint_, asker, "session.started", session.label, {}, asker.id()));
                             return SignInAnswer{std::move(started), {}};
                         }));
                     });
}

void WithPassword::create_user(const Asker& asker, const NewAccount& wanted, Password password,
                               const Done<Account>& done) {
    Result<void> checked = require_administrator(asker, Purpose::change);
    if (checked) checked = check_account(wanted);
    if (!checked) return done(std::move(checked).error());
    hash<Account>(wanted, std::move(password), done, [this, asker, wanted](std::string hashed) {
        NewAccount account = wanted;
        account.password_hash = std::move(hashed);
        return catalog_.write(
            [&](CatalogTransaction& tx) { return create_account(tx, mint_, account, asker.actor()); });
    });
}

void WithPassword::join(const std::string& token, const NewAccount& wanted, Password password,
                        const WantedSession& session, const Done<StartedSession>& done) {
    const auto open =
        catalog_.read([&](CatalogSnapshot& catalog) { return find_open_invitation(catalog, mint_, token); });
    if (!open) return done(open.error());
    if (auto checked = check_account(wanted); !checked) return done(std::move(checked).error());
    hash<StartedSession>(wanted, std::move(password), done, [this, token, wanted, session](std::string hashed) {
        NewAccount account = wanted;
        account.password_hash = std::move(hashed);
        return catalog_.write([&](CatalogTransaction& tx) -> Result<StartedSession> {
            const Actor server{"server", session.address};
            MOORING_TRY(const Account person, create_account(tx, mint_, account, server));
            const Actor actor = Actor::person(person.id, session.address);
            MOORING_CHECK(use_invitation(tx, mint_, person, token, actor));
            MOORING_CHECK(record(tx, mint_.clock.now(), actor,
                                 {.action = "session.started", .text = session.label, .account = person.id}));
            return start_session(tx, mint_, person.id, session);
        });
    });
}

}  // namespace mooring::app::managing
