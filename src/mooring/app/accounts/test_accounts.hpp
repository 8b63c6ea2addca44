#pragma once

#include "mooring/app/accounts/people.hpp"
#include "mooring/app/accounts/principal.hpp"
#include "mooring/app/accounts/sessions.hpp"
#include "mooring/app/publishing/test_catalog.hpp"

/// A catalog with people in it, for tests of the account use cases.
namespace mooring::app::accounts::test {

using publishing::test::must;

/// One workspace with one published show; Ada owns the workspace.
class AccountsTest : public publishing::test::CatalogTest {
protected:
    template <class Body>
    auto change(Body&& body) {
        return catalog->write(std::forward<Body>(body));
    }
    template <class Body>
    auto ask(Body&& body) {
        return must(catalog->read(std::forward<Body>(body)));
    }
    AccountsTest() {
        must(change([&](CatalogTransaction& tx) -> Result<void> {
            MOORING_TRY(ada, create_account(tx, mint, {"ada@harbour.example", "Ada", "$argon2id$x"}, actor));
            return give_role(tx, mint, {ada.id, workspace, {}, Role::owner, clock.now()}, actor);
        }));
    }

    Account person(const std::string& name) {
        return must(change([&](CatalogTransaction& tx) {
            return create_account(tx, mint, {name + "@harbour.example", name, "$argon2id$x"}, actor);
        }));
    }
    StartedSession session_of(const Account& account, WantedSession wanted = {}) {
        return must(change([&](CatalogTransaction& tx) { return start_session(tx, mint, account.id, wanted); }));
    }
    Principal signed_in(const Account& account, const StartedSession& started) {
        Principal principal;
        principal.account = account;
        principal.session = started.session.id;
        principal.app = domain::creators_app_id;
        principal.is_read_only = started.session.is_read_only;
        return principal;
    }

    SystemRandom secret_random;
    ServerSecret secret{std::array<std::byte, 32>{std::byte{7}}};
    Mint mint{secret_random, secret, clock};
    Actor actor = Actor::command_line();
    Account ada;
};

}  // namespace mooring::app::accounts::test
