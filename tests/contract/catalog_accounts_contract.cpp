#include <chrono>
#include <string>

#include "catalog_contract.hpp"

// People, roles, sessions, apps, tokens, the audit log and the counters of wrong guesses.

namespace mooring::contract {
namespace {

using domain::AccessToken;
using domain::Account;
using domain::AccountId;
using domain::App;
using domain::AuthorizationCode;
using domain::Grant;
using domain::Invitation;
using domain::Membership;
using domain::RefreshToken;
using domain::Role;
using domain::Session;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::GuessKind;
using namespace std::chrono_literals;

class CatalogAccountsContract : public CatalogContract {
protected:
    Account account() {
        Account account;
        account.opaque_id = samples.unique(22);
        account.username = samples.unique(10);
        account.email = account.username + "@harbour.example";
        account.display_name = "Ada";
        account.country = "NO";
        account.filters_explicit = true;
        account.is_administrator = true;
        account.password_hash = "$argon2id$v=19$x";
        account.created_at = sample_now;
        account.password_changed_at = sample_now + 5s;
        account.standing = {.verification = domain::Verification::email_change_requested,
                            .has_valid_birthdate = false,
                            .optimizely_id = "o1",
                            .mparticle_id = "m1"};
        return account;
    }
    Account add_account() {
        Account added = account();
        added.id = change([&](CatalogTransaction& tx) { return tx.account_writer().insert(added); });
        return added;
    }
    Session add_session(AccountId of) {
        Session session;
        session.account = of;
        session.kind = domain::SessionKind::connector;
        session.label = "nightly script";
        session.is_read_only = true;
        session.sp_dc_hash = samples.unique(32);
        session.sp_key_hash = std::string("\0k", 2) + samples.unique(30);
        session.anchorpw_hash = samples.unique(32);
        session.created_at = session.last_used_at = sample_now;
        session.last_address = "203.0.113.5";
        session.expires_at = sample_now + 24h;
        session.idle_seconds = 3600;
        session.id = change([&](CatalogTransaction& tx) { return tx.session_writer().insert(session); });
        return session;
    }
    App add_app() {
        App app;
        app.workspace = add(samples.workspace()).id;
        app.client_id = samples.unique(32);
        app.name = "A player";
        app.kind = domain::AppKind::confidential;
        app.secret_hash = samples.unique(32);
        app.previous_secret_hash = samples.unique(32);
        app.previous_secret_until = sample_now + 1h;
        app.redirect_uris = {"https://b.example/cb", "https://a.example/"};
        app.created_at = sample_now;
        app.id = change([&](CatalogTransaction& tx) { return tx.app_writer().insert(app); });
        return app;
    }
    Grant add_grant(const Account& of, const App& app) {
        Grant grant{{}, of.id, app.id, {"user-read-email", "user-library-read"}, sample_now, sample_now};
        grant.id = change([&](CatalogTransaction& tx) { return tx.app_writer().put_grant(grant); });
        return grant;
    }
    /// A code, an access and a refresh token of one family.
    struct Issued {
        AuthorizationCode code;
        AccessToken access;
        RefreshToken refresh;
    };
    Issued issue(const Account& to, const App& app, const Session& session, const Grant& grant) {
        Issued made;
        const std::string family = samples.unique(22);
        made.code = {samples.unique(32),     family,      app.id, to.id,      session.id,       grant.id, grant.scopes,
                     "https://b.example/cb", "challenge", false,  sample_now, sample_now + 60s, {}};
        made.access = {samples.unique(32), family,       app.id, to.id,      session.id,
                       grant.id,           grant.scopes, true,   sample_now, sample_now + 1h};
        made.refresh = {samples.unique(32),     family, app.id, to.id, grant.id, grant.scopes, sample_now,
                        sample_now + 180 * 24h, {},     {}};
        change([&](CatalogTransaction& tx) -> Result<void> {
            MOORING_CHECK(tx.token_writer().insert_code(made.code));
            MOORING_CHECK(tx.token_writer().insert_access(made.access));
            return tx.token_writer().insert_refresh(made.refresh);
        });
        return made;
    }
    auto code_of(const Issued& issued) {
        return ask([&](CatalogSnapshot& at) { return at.tokens().find_code(issued.code.hash); });
    }
    auto access_of(const Issued& issued) {
        return ask([&](CatalogSnapshot& at) { return at.tokens().find_access(issued.access.hash); });
    }
    auto refresh_of(const Issued& issued) {
        return ask([&](CatalogSnapshot& at) { return at.tokens().find_refresh(issued.refresh.hash); });
    }
};

MOORING_ON_EVERY_ENGINE(CatalogAccountsContract);

TEST_P(CatalogAccountsContract, GivesBackAnAccountUnderEachName) {
    EXPECT_TRUE(ask([](CatalogSnapshot& at) { return at.accounts().is_empty(); }));
    const Account first = add_account();
    const Account second = add_account();
    EXPECT_FALSE(ask([](CatalogSnapshot& at) { return at.accounts().is_empty(); }));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.accounts().find(first.id); }), first);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.accounts().find_by_username(first.username); }), first);
    std::string shouted = first.email;
    for (char& letter : shouted) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.accounts().find_by_email(shouted); }), first);
    EXPECT_FALSE(ask([](CatalogSnapshot& at) { return at.accounts().find_by_email(""); }));
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.accounts().list(); }), (std::vector{first, second}));
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.accounts().count_administrators(); }), 2);
}

TEST_P(CatalogAccountsContract, RefusesAnEmailThatIsTakenInAnotherCase) {
    const Account first = add_account();
    Account second = account();
    second.email = first.email;
    second.email[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(second.email[0])));
    const auto refused = catalog().write([&](CatalogTransaction& tx) { return tx.account_writer().insert(second); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_EQ(refused.error().field, "email");
}

TEST_P(CatalogAccountsContract, ReplacesAllFieldsOfAnAccount) {
    Account stored = add_account();
    const auto id = stored.id;
    stored = account();
    stored.id = id;
    stored.is_administrator = false;
    stored.is_disabled = true;
    stored.password_changed_at.reset();
    change([&](CatalogTransaction& tx) { return tx.account_writer().update(stored); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.accounts().find(id); }), stored);
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.accounts().count_administrators(); }), 0);
    stored.id = AccountId{99};
    EXPECT_EQ(catalog().write([&](CatalogTransaction& tx) { return tx.account_writer().update(stored); }).error().code,
              Errc::not_found);
}

TEST_P(CatalogAccountsContract, KeepsOneRoleOfAPersonInAPlace) {
    const domain::Show show = add_show();
    const Account ada = add_account();
    const Account ben = add_account();
    const Membership owner{ada.id, show.workspace, {}, Role::owner, sample_now};
    const Membership analyst{ada.id, {}, show.id, Role::analyst, sample_now};
    const Membership editor{ben.id, {}, show.id, Role::editor, sample_now + 1s};
    change([&](CatalogTransaction& tx) -> Result<void> {
        for (const auto& one : {owner, analyst, editor}) MOORING_CHECK(tx.membership_writer().put(one));
        return ok();
    });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.memberships().of(ada.id); }), (std::vector{owner, analyst}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.memberships().members(show.workspace); }), std::vector{owner});
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.memberships().members(show.id); }),
              (std::vector{analyst, editor}));

    Membership raised = analyst;
    raised.role = Role::show_admin;
    change([&](CatalogTransaction& tx) { return tx.membership_writer().put(raised); });
    change([&](CatalogTransaction& tx) { return tx.membership_writer().remove(ben.id, show.id); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.memberships().members(show.id); }), std::vector{raised});
    const auto again =
        catalog().write([&](CatalogTransaction& tx) { return tx.membership_writer().remove(ben.id, show.id); });
    EXPECT_EQ(again.error().code, Errc::not_found);
    const auto nowhere = catalog().write([&](CatalogTransaction& tx) {
        return tx.membership_writer().put({ada.id, domain::WorkspaceId{999}, {}, Role::owner, sample_now});
    });
    EXPECT_EQ(nowhere.error().code, Errc::not_found);
}

TEST_P(CatalogAccountsContract, LetsAnInvitationBeUsedOnce) {
    const domain::Show show = add_show();
    const Account ada = add_account();
    Invitation invitation{{},         samples.unique(32), {}, show.id, Role::editor, "ben@harbour.example", ada.id,
                          sample_now, sample_now + 72h,   {}, {}};
    invitation.id = change([&](CatalogTransaction& tx) { return tx.membership_writer().invite(invitation); });
    const auto found = [&] {
        return ask([&](CatalogSnapshot& at) { return at.memberships().find_invitation(invitation.token_hash); });
    };
    EXPECT_EQ(found(), invitation);
    const auto open_at = [&](Instant now) {
        return ask([&](CatalogSnapshot& at) { return at.memberships().open_invitations(now); });
    };
    EXPECT_EQ(open_at(sample_now), std::vector{invitation});
    EXPECT_TRUE(open_at(sample_now + 72h).empty());
    const auto use = [&] {
        return catalog().write([&](CatalogTransaction& tx) {
            return tx.membership_writer().use_invitation(invitation.id, ada.id, sample_now + 1s);
        });
    };
    EXPECT_TRUE(use());
    EXPECT_EQ(use().error().code, Errc::conflict);
    EXPECT_EQ(found()->used_by, ada.id);
    EXPECT_TRUE(open_at(sample_now).empty());
    EXPECT_FALSE(catalog().write(
        [&](CatalogTransaction& tx) { return tx.membership_writer().withdraw_invitation(invitation.id); }));
    change([&](CatalogTransaction& tx) { return tx.membership_writer().remove_invitations_before(sample_now + 73h); });
    EXPECT_FALSE(found());
}

TEST_P(CatalogAccountsContract, GivesBackASessionUnderItsCookies) {
    const Account ada = add_account();
    Session first = add_session(ada.id);
    const Session second = add_session(ada.id);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.sessions().find(first.id); }), first);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.sessions().find_by_sp_dc(first.sp_dc_hash); }), first);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.sessions().find_by_anchorpw(second.anchorpw_hash); }), second);
    first.last_used_at = sample_now + 10s;
    first.last_address = "2001:db8::1";
    change([&](CatalogTransaction& tx) {
        return tx.session_writer().touch(first.id, first.last_used_at, first.last_address);
    });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.sessions().list(ada.id); }), (std::vector{first, second}));
}

TEST_P(CatalogAccountsContract, RemovesSessionsThatEnded) {
    const Account ada = add_account();
    const Session idle = add_session(ada.id);
    Session used = add_session(ada.id);
    change([&](CatalogTransaction& tx) { return tx.session_writer().touch(used.id, sample_now + 1s, ""); });
    const auto left_at = [&](Instant now) {
        change([&](CatalogTransaction& tx) { return tx.session_writer().remove_ended(now); });
        return ask([&](CatalogSnapshot& at) { return at.sessions().list(ada.id); }).size();
    };
    EXPECT_EQ(left_at(sample_now + 3600s - 1us), 2U);
    EXPECT_EQ(left_at(sample_now + 3600s), 1U);
    EXPECT_EQ(left_at(sample_now + 24h), 0U);
}

TEST_P(CatalogAccountsContract, EndsWhatASessionGave) {
    const Account ada = add_account();
    const App app = add_app();
    const Grant grant = add_grant(ada, app);
    const Session kept = add_session(ada.id);
    const Session ended = add_session(ada.id);
    const Issued by_kept = issue(ada, app, kept, grant);
    const Issued by_ended = issue(ada, app, ended, grant);
    change([&](CatalogTransaction& tx) { return tx.session_writer().remove(ended.id); });
    EXPECT_FALSE(code_of(by_ended));
    EXPECT_FALSE(access_of(by_ended));
    EXPECT_TRUE(refresh_of(by_ended)) << "a consent outlives the browser it was given in";
    EXPECT_EQ(code_of(by_kept), by_kept.code);
    EXPECT_EQ(access_of(by_kept), by_kept.access);
    EXPECT_FALSE(catalog().write([&](CatalogTransaction& tx) { return tx.session_writer().remove(ended.id); }));

    const Session other = add_session(ada.id);
    change([&](CatalogTransaction& tx) { return tx.session_writer().remove_all(ada.id, other.id); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.sessions().list(ada.id); }), std::vector{other});
    change([&](CatalogTransaction& tx) { return tx.session_writer().remove_all(ada.id, {}); });
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.sessions().list(ada.id); }).empty());
}

TEST_P(CatalogAccountsContract, KnowsTheCreatorsWebApp) {
    const auto app = ask([](CatalogSnapshot& at) { return at.apps().find_by_client_id(domain::creators_client_id); });
    ASSERT_TRUE(app);
    EXPECT_EQ(app->id, domain::creators_app_id);
    EXPECT_EQ(app->kind, domain::AppKind::public_client);
    EXPECT_FALSE(app->workspace);
    EXPECT_EQ(app->redirect_uris,
              (std::vector<std::string>{"https://podcasters.spotify.com", "https://creators.spotify.com"}));
}

TEST_P(CatalogAccountsContract, GivesBackAnAppAndReplacesItsFields) {
    App app = add_app();
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.apps().find(app.id); }), app);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.apps().list(*app.workspace); }), std::vector{app});
    app.kind = domain::AppKind::public_client;
    app.secret_hash.clear();
    app.previous_secret_hash.clear();
    app.previous_secret_until.reset();
    app.redirect_uris.clear();
    app.name = "Another";
    change([&](CatalogTransaction& tx) { return tx.app_writer().update(app); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.apps().find_by_client_id(app.client_id); }), app);
}

TEST_P(CatalogAccountsContract, KeepsOneGrantOfAPersonToAnApp) {
    const Account ada = add_account();
    const App app = add_app();
    Grant grant = add_grant(ada, app);
    grant.scopes = {"user-read-private"};
    grant.updated_at = sample_now + 1h;
    EXPECT_EQ(change([&](CatalogTransaction& tx) { return tx.app_writer().put_grant(grant); }), grant.id);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.apps().find_grant(ada.id, app.id); }), grant);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.apps().find_grant(grant.id); }), grant);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.apps().grants(ada.id); }), std::vector{grant});
}

TEST_P(CatalogAccountsContract, GivesBackCodesAndTokens) {
    const Account ada = add_account();
    const App app = add_app();
    const Issued issued = issue(ada, app, add_session(ada.id), add_grant(ada, app));
    EXPECT_EQ(code_of(issued), issued.code);
    EXPECT_EQ(access_of(issued), issued.access);
    EXPECT_EQ(refresh_of(issued), issued.refresh);
    const AccessToken of_app{samples.unique(32), "", app.id, {}, {}, {}, {}, false, sample_now, sample_now + 1h};
    change([&](CatalogTransaction& tx) { return tx.token_writer().insert_access(of_app); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.tokens().find_access(of_app.hash); }), of_app);
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.tokens().counts(); }), (storage::TokenReader::Counts{1, 2, 1}));
    change([&](CatalogTransaction& tx) { return tx.token_writer().remove_access(of_app.hash); });
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.tokens().find_access(of_app.hash); }));
    RefreshToken rotated = issued.refresh;
    rotated.expires_at += 1h;
    rotated.rotated_at = sample_now + 1h;
    change([&](CatalogTransaction& tx) { return tx.token_writer().update_refresh(rotated); });
    EXPECT_EQ(refresh_of(issued), rotated);
}

TEST_P(CatalogAccountsContract, LetsACodeBeUsedOnce) {
    const Account ada = add_account();
    const App app = add_app();
    const Issued issued = issue(ada, app, add_session(ada.id), add_grant(ada, app));
    const auto use = [&] {
        return catalog().write(
            [&](CatalogTransaction& tx) { return tx.token_writer().use_code(issued.code.hash, sample_now + 1s); });
    };
    EXPECT_TRUE(use());
    EXPECT_EQ(use().error().code, Errc::conflict);
    EXPECT_EQ(code_of(issued)->used_at, sample_now + 1s);
}

TEST_P(CatalogAccountsContract, RevokesAFamilyAGrantAPersonAnApp) {
    const Account ada = add_account();
    const Account ben = add_account();
    const App app = add_app();
    const App other_app = add_app();
    const Session session = add_session(ada.id);
    const Grant grant = add_grant(ada, app);
    const Instant at = sample_now + 5s;
    const auto is_alive = [&](const Issued& issued) {
        const auto refresh = refresh_of(issued);
        const bool alive = code_of(issued).has_value();
        EXPECT_EQ(access_of(issued).has_value(), alive);
        EXPECT_EQ(refresh && !refresh->revoked_at, alive);
        return alive;
    };
    const Issued one = issue(ada, app, session, grant);
    const Issued two = issue(ada, app, session, grant);
    const Issued three = issue(ada, other_app, session, add_grant(ada, other_app));
    const Issued of_ben = issue(ben, other_app, add_session(ben.id), add_grant(ben, other_app));

    change([&](CatalogTransaction& tx) { return tx.token_writer().revoke_family(one.code.family, at); });
    EXPECT_FALSE(is_alive(one));
    EXPECT_EQ(refresh_of(one)->revoked_at, at) << "kept, to be told from a made-up one";
    EXPECT_TRUE(is_alive(two));
    change([&](CatalogTransaction& tx) { return tx.app_writer().remove_grant(grant.id, at); });
    EXPECT_FALSE(is_alive(two));
    EXPECT_FALSE(ask([&](CatalogSnapshot& look) { return look.apps().find_grant(grant.id); }));
    EXPECT_TRUE(is_alive(three));
    change([&](CatalogTransaction& tx) { return tx.token_writer().revoke_account(ada.id, at); });
    EXPECT_FALSE(is_alive(three));
    EXPECT_TRUE(is_alive(of_ben));
    change([&](CatalogTransaction& tx) { return tx.app_writer().remove(other_app.id); });
    EXPECT_FALSE(is_alive(of_ben));
    EXPECT_FALSE(refresh_of(of_ben)) << "nothing is left of an app";
}

TEST_P(CatalogAccountsContract, RemovesWhatExpired) {
    const Account ada = add_account();
    const App app = add_app();
    const Issued issued = issue(ada, app, add_session(ada.id), add_grant(ada, app));
    const auto clean = [&](Instant now) {
        change([&](CatalogTransaction& tx) { return tx.token_writer().remove_expired(now); });
        return ask([](CatalogSnapshot& at) { return at.tokens().counts(); });
    };
    using Counts = storage::TokenReader::Counts;
    EXPECT_EQ(clean(sample_now + 59s), (Counts{1, 1, 1}));
    EXPECT_EQ(clean(sample_now + 60s), (Counts{0, 1, 1}));
    EXPECT_EQ(clean(sample_now + 25h - 1s), (Counts{0, 1, 1})) << "an expired bearer is told from an unknown one";
    EXPECT_EQ(clean(sample_now + 25h), (Counts{0, 0, 1}));
    EXPECT_EQ(clean(sample_now + 180 * 24h), (Counts{0, 0, 0}));
}

TEST_P(CatalogAccountsContract, ListsTheAuditLogOfAPlaceOrAPerson) {
    domain::AuditEntry entry{
        0,           sample_now, "account:1", "role.given", "editor of Harbour", "203.0.113.5", domain::WorkspaceId{7},
        AccountId{3}};
    change([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.audit_writer().insert(entry));
        return tx.audit_writer().insert({0, sample_now + 1s, "server", "session.revoked", "", "", {}, AccountId{4}});
    });
    const auto list = [&](const storage::AuditScope& scope, std::int64_t before = 1000, int limit = 10) {
        return ask([&](CatalogSnapshot& at) { return at.audit().list(scope, before, limit); });
    };
    const auto all = list({});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].action, "session.revoked");
    entry.id = all[1].id;
    EXPECT_EQ(list({.workspace = domain::WorkspaceId{7}}), std::vector{entry});
    EXPECT_EQ(list({.account = AccountId{3}}), std::vector{entry});
    EXPECT_EQ(list({}, all[0].id), std::vector{entry});
    EXPECT_EQ(list({}, 1000, 1), std::vector{all[0]});
    EXPECT_TRUE(list({.account = AccountId{5}}).empty());
}

TEST_P(CatalogAccountsContract, RemembersTheLatestWrongGuesses) {
    change([&](CatalogTransaction& tx) -> Result<void> {
        for (const int second : {1, 3, 2}) {
            MOORING_CHECK(
                tx.guess_writer().insert(GuessKind::account, "a\xff", sample_now + std::chrono::seconds{second}));
        }
        MOORING_CHECK(tx.guess_writer().insert(GuessKind::address, "a\xff", sample_now));
        MOORING_TRY(const std::int64_t mistake, tx.guess_writer().insert(GuessKind::account, "a\xff", sample_now + 9s));
        MOORING_CHECK(tx.guess_writer().remove(mistake));
        MOORING_CHECK(tx.guess_writer().insert(GuessKind::account, "b", sample_now));
        return ok();
    });
    reopen();
    const auto latest = [&](int limit) {
        return ask([&](CatalogSnapshot& at) { return at.guesses().latest(GuessKind::account, "a\xff", limit); });
    };
    EXPECT_EQ(latest(2), (std::vector<Instant>{sample_now + 3s, sample_now + 2s}));
    change([&](CatalogTransaction& tx) { return tx.guess_writer().remove_before(sample_now + 2s); });
    EXPECT_EQ(latest(9), (std::vector<Instant>{sample_now + 3s, sample_now + 2s}));
}

TEST_P(CatalogAccountsContract, RaisesTheVersionWhenSomethingRememberedMayBeWrong) {
    const Account ada = add_account();
    const App app = add_app();
    const Grant grant = add_grant(ada, app);
    const Session session = add_session(ada.id);
    const Issued issued = issue(ada, app, session, grant);
    const auto& versions = catalog().versions();
    const auto raises = [&](const std::function<Result<void>(CatalogTransaction&)>& body) {
        const auto before = versions.of_accounts();
        change(body);
        return versions.of_accounts() != before;
    };
    EXPECT_TRUE(raises([&](CatalogTransaction& tx) { return tx.account_writer().update(ada); }));
    EXPECT_TRUE(raises([&](CatalogTransaction& tx) { return tx.app_writer().update(app); }));
    EXPECT_TRUE(raises([&](CatalogTransaction& tx) {
        return tx.membership_writer().put({ada.id, *app.workspace, {}, Role::owner, sample_now});
    }));
    EXPECT_TRUE(raises([&](CatalogTransaction& tx) { return tx.token_writer().remove_access(issued.access.hash); }));
    EXPECT_TRUE(raises([&](CatalogTransaction& tx) { return tx.app_writer().remove_grant(grant.id, sample_now); }));
    EXPECT_FALSE(raises([&](CatalogTransaction& tx) { return tx.session_writer().touch(session.id, sample_now, ""); }));
    EXPECT_FALSE(raises([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.guess_writer().insert(GuessKind::address, "a", sample_now));
        return ok();
    }));
    EXPECT_FALSE(raises([&](CatalogTransaction& tx) { return tx.token_writer().insert_access(issued.access); }));

    auto other = harness().open();
    ASSERT_TRUE(other);
    const auto seen = (*other)->versions().of_accounts();
    change([&](CatalogTransaction& tx) { return tx.session_writer().remove(session.id); });
    EXPECT_TRUE(
        becomes_true(harness().sees_others_within(), [&] { return (*other)->versions().of_accounts() != seen; }));
}

}  // namespace
}  // namespace mooring::contract
