#pragma once

#include "mooring/app/accounts/test_accounts.hpp"
#include "mooring/app/managing/asker.hpp"
#include "mooring/app/managing/members.hpp"

/// Askers of every role, for tests of what people may change.
namespace mooring::app::managing::test {

using accounts::test::must;

class ManagingTest : public accounts::test::AccountsTest {
protected:
    /// Somebody who is signed in, from a documentation address.
    Asker asker(const Account& account) {
        Asker one;
        one.principal = signed_in(account, session_of(account));
        one.address = "203.0.113.9";
        return one;
    }
    Asker nobody() { return asker(person("nobody")); }
    const Asker& owner() const { return owner_; }
    Asker member(const std::string& name, PlaceId place, Role role) {
        const Account account = person(name);
        must(change([&](CatalogTransaction& tx) {
            return give_role(tx, mint, membership_of(account.id, place, role, clock.now()), actor);
        }));
        return asker(account);
    }
    Asker administrator(const std::string& name = "root") {
        return asker(must(change([&](CatalogTransaction& tx) {
            return create_account(tx, mint, {name + "@harbour.example", name, "$argon2id$x", "", true}, actor);
        })));
    }
    static Asker read_only(Asker one) {
        one.principal.is_read_only = true;
        return one;
    }
    /// `action subject` of the newest entry.
    std::string last_entry() {
        const auto entries = ask([](CatalogSnapshot& at) { return at.audit().list({}, domain::max_wire_id, 1); });
        return entries.empty() ? "" : entries[0].action + " " + entries[0].subject;
    }

private:
    const Asker owner_ = asker(ada);
};

template <class T>
std::string error_of(const Result<T>& result) {
    return result ? "ok" : std::string{to_string(result.error().code)};
}

}  // namespace mooring::app::managing::test
