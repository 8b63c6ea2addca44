#include "mooring/app/accounts/sign_in.hpp"

#include <utility>

#include "mooring/app/accounts/audit.hpp"
#include "mooring/app/accounts/people.hpp"

namespace mooring::app::accounts {

void SignIn::sign_in(SignInRequest request, Done<SignInAnswer> done) {
    Result<std::optional<Account>> account =
        catalog_.read([&](CatalogSnapshot& catalog) { return catalog.accounts().find_by_email(request.email); });
    if (!account) return done(std::move(account).error());
    const bool may_sign_in = *account && !(*account)->is_disabled;
    Account claimed;
    claimed.email = request.email;
    if (may_sign_in) claimed = **account;
    confirm(claimed, std::move(request.password), request.address,
            [this, id = claimed.id, wanted = std::move(request.session), done](Result<Confirmation> confirmed) {
                if (!confirmed) return done(std::move(confirmed).error());
                if (!confirmed->is_right) return done(SignInAnswer{{}, confirmed->wait});
                done(admit(id, wanted));
            });
}

Result<SignInAnswer> SignIn::admit(AccountId account, const WantedSession& wanted) {
    return catalog_.write([&](CatalogTransaction& tx) -> Result<SignInAnswer> {
        MOORING_TRY(StartedSession started, start_session(tx, mint_, account, wanted));
        MOORING_CHECK(record(tx, mint_.clock.now(), Actor::person(account, wanted.address),
                             {.action = "session.started", .text = wanted.label, .account = account}));
        return SignInAnswer{std::move(started), {}};
    });
}

void SignIn::confirm(const Account& account, Password password, const IpAddress& address, Done<Confirmation> done) {
    Result<PasswordTry> counted = limits_.begin_password(account.email, address);
    if (!counted) return done(std::move(counted).error());
    if (counted->wait) return done(Confirmation{false, counted->wait});
    const Result<void> queued =
        passwords_.verify(account.password_hash, std::move(password),
                          [this, account, one = *counted, done](Result<PasswordVerdict> verdict) {
                              workers_.post([this, account, one, done, verdict = std::move(verdict)]() mutable {
                                  done(conclude(account, one, std::move(verdict)));
                              });
                          });
    if (!queued) done(conclude(account, *counted, queued.error()));
}

Result<SignIn::Confirmation> SignIn::conclude(const Account& account, const PasswordTry& one,
                                              Result<PasswordVerdict> verdict) {
    if (verdict && !verdict->is_right) return Confirmation{};
    const Result<void> taken_back = limits_.take_back(one);
    if (!verdict) return std::move(verdict).error();
    if (!taken_back) return taken_back.error();
    if (!verdict->new_hash.empty()) {
        MOORING_CHECK(
            catalog_.write([&](CatalogTransaction& tx) { return store_rehash(tx, account.id, verdict->new_hash); }));
    }
    return Confirmation{true, {}};
}

}  // namespace mooring::app::accounts
