#include "mooring/app/accounts/sign_in.hpp"

#include <utility>

#include "mooring/app/accounts/audit.hpp"
#include "mooring/app/accounts/people.hpp"

namespace mooring::app::accounts {

Result<SignInAnswer> SignIn::sign_in_and_wait(SignInRequest request) {
    MOORING_TRY(const std::optional<Account> account, catalog_.read([&](CatalogSnapshot& catalog) {
        return catalog.accounts().find_by_email(request.email);
    }));
    const bool may_sign_in = account && !account->is_disabled;
    const Account nobody{.email = request.email};
    MOORING_TRY(const Confirmation confirmed,
                confirm_and_wait(may_sign_in ? *account : nobody, std::move(request.password), request.address));
    if (confirmed.wait) return SignInAnswer{{}, confirmed.wait};
    if (!confirmed.is_right) return SignInAnswer{};
    return catalog_.write([&](CatalogTransaction& tx) -> Result<SignInAnswer> {
        MOORING_TRY(StartedSession started, start_session(tx, mint_, account->id, request.session));
        MOORING_CHECK(record(tx, mint_.clock.now(), Actor::person(account->id, request.session.address),
                             {.action = "session.started", .text = request.session.label, .account = account->id}));
        return SignInAnswer{std::move(started), {}};
    });
}

Result<SignIn::Confirmation> SignIn::confirm_and_wait(const Account& account, Password password,
                                                      const IpAddress& address) {
    MOORING_TRY(const Wait wait, limits_.before_password(account.email, address));
    if (wait) return Confirmation{false, wait};
    MOORING_TRY(PasswordVerdict verdict, passwords_.verify_and_wait(account.password_hash, std::move(password)));
    if (!verdict.is_right) {
        MOORING_CHECK(limits_.note_wrong_password(account.email, address));
        return Confirmation{};
    }
    if (!verdict.new_hash.empty()) {
        MOORING_CHECK(
            catalog_.write([&](CatalogTransaction& tx) { return store_rehash(tx, account.id, verdict.new_hash); }));
    }
    return Confirmation{true, {}};
}

}  // namespace mooring::app::accounts
