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
    Result<Wait> wait = limits_.before_password(account.email, address);
    if (!wait) return done(std::move(wait).error());
    if (*wait) return done(Confirmation{false, *wait});
    const Result<void> queued = passwords_.verify(
        account.password_hash, std::move(password), [this, account, address, done](Result<PasswordVerdict> verdict) {
            workers_.post([this, account, address, done, verdict = std::move(verdict)]() mutable {
                done(conclude(account, address, std::move(verdict)));
            });
        });
    if (!queued) done(queued.error());
}

Result<SignIn::Confirmation> SignIn::conclude(const Account& account, const IpAddress& address,
                                              Result<PasswordVerdict> verdict) {
    if (!verdict) return std::move(verdict).error();
    if (!verdict->is_right) {
        MOORING_CHECK(limits_.note_wrong_password(account.email, address));
        return Confirmation{};
    }
    if (!verdict->new_hash.empty()) {
        MOORING_CHECK(
            catalog_.write([&](CatalogTransaction& tx) { return store_rehash(tx, account.id, verdict->new_hash); }));
    }
    return Confirmation{true, {}};
}

}  // namespace mooring::app::accounts
