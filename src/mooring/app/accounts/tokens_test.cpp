#include "mooring/app/accounts/tokens.hpp"

#include "mooring/app/accounts/authorize.hpp"
#include "mooring/app/accounts/credentials.hpp"
#include "mooring/app/accounts/pkce.hpp"
#include "mooring/app/accounts/test_accounts.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::accounts {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view callback = "https://player.example/callback";
constexpr std::string_view scope = "user-library-read user-read-email";

class Tokens : public test::AccountsTest {
protected:
    Tokens() {
        for (App* one : {&confidential, &single_page}) {
            one->workspace = workspace;
            one->client_id = std::string(32, one == &confidential ? 'a' : 'b');
            one->redirect_uris = {std::string{callback}};
            test::must(change([&](CatalogTransaction& tx) -> Result<void> {
                MOORING_TRY(one->id, tx.app_writer().insert(*one));
                return ok();
            }));
        }
        creators = *ask([](CatalogSnapshot& at) { return at.apps().find(domain::creators_app_id); });
        session = session_of(ada);
    }
    static App of_kind(AppKind kind) {
        App app;
        app.kind = kind;
        return app;
    }
    AuthorizationRequest request(const App& app) {
        AuthorizationRequest made;
        made.client_id = app.client_id;
        made.redirect_uri = app.redirect_uris.front();
        made.response_type = "code";
        made.scope = scope;
        if (app.kind == AppKind::public_client) {
            made.challenge = to_base64url(as_text(sha256(verifier)));
            made.challenge_method = "S256";
        }
        return made;
    }
    std::string code(const App& app, CodeTerms terms = {.consents = true}) {
        const auto asked = request(app);
        const auto scopes = std::get<ScopeNames>(check_request(asked, app));
        return std::get<std::string>(test::must(change([&](CatalogTransaction& tx) {
            return give_code(tx, mint, signed_in(ada, session), app, scopes, asked, terms);
        })));
    }
    TokenAnswer exchange(const App& app, const std::string& given, std::optional<std::string> with,
                         std::string_view redirect = {}) {
        const std::string uri{redirect.empty() ? app.redirect_uris.front() : redirect};
        return test::must(change([&](CatalogTransaction& tx) {
            return exchange_code(tx, mint, app, {given, uri, with});
        }));
    }
    IssuedTokens issued(const App& app, CodeTerms terms = {.consents = true}) {
        const auto with = app.kind == AppKind::public_client ? std::optional{verifier} : std::nullopt;
        return std::get<IssuedTokens>(exchange(app, code(app, terms), with));
    }
    TokenAnswer refresh(const App& app, const std::string& token, std::optional<ScopeNames> wanted = {}) {
        return test::must(change([&](CatalogTransaction& tx) { return refresh_tokens(tx, mint, app, token, wanted); }));
    }
    bool opens(const std::string& token) { return test::must(credentials->find_bearer(token)).principal != nullptr; }

    static TokenFault fault(const TokenAnswer& answer) { return std::get<TokenFault>(answer); }

    WorkerPool workers{"test", 1, 100};
    std::shared_ptr<Credentials> credentials = std::make_shared<Credentials>(*catalog, secret, clock, workers);
    const std::string verifier = std::string(64, 'v');
    App confidential = of_kind(AppKind::confidential);
    App single_page = of_kind(AppKind::public_client);
    App creators;
    StartedSession session;
};

TEST_F(Tokens, OfACodeOpenWhatItsScopesSay) {
    for (const App& app : {confidential, single_page}) {
        const IssuedTokens tokens = issued(app);
        EXPECT_TRUE(tokens.refresh_token);
        EXPECT_EQ(tokens.scopes, (ScopeNames{"user-library-read", "user-read-email"}));
        const auto found = test::must(credentials->find_bearer(tokens.access_token)).principal;
        ASSERT_TRUE(found);
        EXPECT_EQ(found->account->id, ada.id);
        EXPECT_EQ(found->app, app.id);
        EXPECT_EQ(found->scopes, *tokens.scopes);
    }
}

TEST_F(Tokens, OfTheSilentSignInEndWithTheSession) {
    const IssuedTokens tokens = issued(creators, {.is_silent = true});
    EXPECT_FALSE(tokens.refresh_token);
    EXPECT_TRUE(opens(tokens.access_token));
    const std::string unused = code(creators, {.is_silent = true});
    test::must(change([&](CatalogTransaction& tx) { return tx.session_writer().remove(session.session.id); }));
    EXPECT_FALSE(opens(tokens.access_token));
    EXPECT_EQ(fault(exchange(creators, unused, verifier)), TokenFault::invalid_code);
}

TEST_F(Tokens, OfAReadOnlySessionAreReadOnly) {
    session = session_of(ada, {.kind = SessionKind::connector, .is_read_only = true});
    const IssuedTokens tokens = issued(creators, {.is_silent = true});
    EXPECT_TRUE(test::must(credentials->find_bearer(tokens.access_token)).principal->is_read_only);
}

TEST_F(Tokens, AreRefusedForACodeThatIsNotTheirs) {
    const std::string given = code(single_page);
    EXPECT_EQ(fault(exchange(single_page, "AQ" + std::string(43, 'x'), verifier)), TokenFault::invalid_code);
    EXPECT_EQ(fault(exchange(confidential, given, verifier)), TokenFault::invalid_code);
    EXPECT_EQ(fault(exchange(single_page, given, verifier, "https://player.example/Callback")),
              TokenFault::wrong_redirect_uri);
    EXPECT_EQ(fault(exchange(single_page, given, std::nullopt)), TokenFault::verifier_required);
    EXPECT_EQ(fault(exchange(single_page, given, std::string(64, 'w'))), TokenFault::wrong_verifier);
    EXPECT_EQ(fault(exchange(single_page, given, std::string(42, 'v'))), TokenFault::wrong_verifier);
    EXPECT_TRUE(std::holds_alternative<IssuedTokens>(exchange(single_page, given, verifier)));
    EXPECT_EQ(fault(exchange(confidential, code(confidential), verifier)), TokenFault::wrong_verifier)
        << "a verifier for a code without a challenge: somebody swapped codes";
}

TEST_F(Tokens, OfACodeThatIsUsedTwiceEnd) {
    const std::string given = code(single_page);
    const auto first = std::get<IssuedTokens>(exchange(single_page, given, verifier));
    EXPECT_EQ(fault(exchange(single_page, given, verifier)), TokenFault::invalid_code);
    EXPECT_FALSE(opens(first.access_token));
    EXPECT_EQ(fault(refresh(single_page, *first.refresh_token)), TokenFault::refresh_token_revoked);
}

TEST_F(Tokens, OfACodeAreGivenWhileItLives) {
    for (const auto& [terms, life] :
         {std::pair{CodeTerms{.is_silent = true}, 60s}, {CodeTerms{.consents = true}, 600s}}) {
        const App& app = terms.is_silent ? creators : single_page;
        const std::string in_time = code(app, terms);
        const std::string late = code(app, terms);
        clock.advance(life - 1us);
        EXPECT_TRUE(std::holds_alternative<IssuedTokens>(exchange(app, in_time, verifier)));
        clock.advance(1us);
        EXPECT_EQ(fault(exchange(app, late, verifier)), TokenFault::code_expired);
    }
}

TEST_F(Tokens, AreRefreshedWithTheSameTokenByAnAppWithASecret) {
    const IssuedTokens first = issued(confidential);
    const auto second = std::get<IssuedTokens>(refresh(confidential, *first.refresh_token));
    EXPECT_EQ(second.refresh_token, first.refresh_token);
    EXPECT_EQ(second.scopes, first.scopes);
    EXPECT_TRUE(opens(second.access_token));
    EXPECT_NE(second.access_token, first.access_token);
    clock.advance(179 * 24h);
    refresh(confidential, *first.refresh_token);
    clock.advance(179 * 24h);
    EXPECT_TRUE(std::holds_alternative<IssuedTokens>(refresh(confidential, *first.refresh_token))) << "used in time";
    clock.advance(180 * 24h);
    EXPECT_EQ(fault(refresh(confidential, *first.refresh_token)), TokenFault::invalid_refresh_token);
}

TEST_F(Tokens, ArePassedOnByAPublicApp) {
    const IssuedTokens first = issued(single_page);
    const auto second = std::get<IssuedTokens>(refresh(single_page, *first.refresh_token));
    EXPECT_NE(second.refresh_token, first.refresh_token);
    clock.advance(60s);
    const auto retried = std::get<IssuedTokens>(refresh(single_page, *first.refresh_token));
    EXPECT_TRUE(opens(second.access_token)) << "a retry after a lost answer ends nothing";
    clock.advance(1us);
    EXPECT_EQ(fault(refresh(single_page, *first.refresh_token)), TokenFault::refresh_token_revoked);
    for (const IssuedTokens* one : {&second, &retried}) {
        EXPECT_FALSE(opens(one->access_token));
        EXPECT_EQ(fault(refresh(single_page, *one->refresh_token)), TokenFault::refresh_token_revoked);
    }
}

TEST_F(Tokens, AreNarrowedNeverWidened) {
    const IssuedTokens first = issued(confidential);
    const auto narrow =
        std::get<IssuedTokens>(refresh(confidential, *first.refresh_token, ScopeNames{"user-read-email"}));
    EXPECT_EQ(narrow.scopes, ScopeNames{"user-read-email"});
    EXPECT_EQ(fault(refresh(confidential, *first.refresh_token, ScopeNames{"streaming"})),
              TokenFault::scope_not_granted);
    EXPECT_EQ(std::get<IssuedTokens>(refresh(confidential, *first.refresh_token)).scopes, first.scopes);
    EXPECT_EQ(fault(refresh(single_page, *first.refresh_token)), TokenFault::invalid_refresh_token);
    EXPECT_EQ(fault(refresh(confidential, "nonsense")), TokenFault::invalid_refresh_token);
}

TEST_F(Tokens, OfAnAppHaveNoPerson) {
    const auto token = std::get<IssuedTokens>(
        test::must(change([&](CatalogTransaction& tx) { return give_app_token(tx, mint, confidential); })));
    EXPECT_FALSE(token.refresh_token);
    EXPECT_FALSE(token.scopes);
    EXPECT_TRUE(opens(token.access_token));
    EXPECT_EQ(fault(test::must(change([&](CatalogTransaction& tx) { return give_app_token(tx, mint, single_page); }))),
              TokenFault::secret_required);
}

TEST_F(Tokens, AreRevokedByTheirAppOnly) {
    const auto revoke = [&](const App& app, const std::string& token) {
        test::must(change([&](CatalogTransaction& tx) { return revoke_token(tx, mint, app, token); }));
    };
    const IssuedTokens first = issued(confidential);
    revoke(single_page, first.access_token);
    revoke(single_page, *first.refresh_token);
    revoke(confidential, "nonsense");
    EXPECT_TRUE(opens(first.access_token));
    revoke(confidential, first.access_token);
    EXPECT_FALSE(opens(first.access_token));
    const auto second = std::get<IssuedTokens>(refresh(confidential, *first.refresh_token));
    revoke(confidential, *first.refresh_token);
    EXPECT_FALSE(opens(second.access_token));
    EXPECT_EQ(fault(refresh(confidential, *first.refresh_token)), TokenFault::refresh_token_revoked);
}

TEST_F(Tokens, EndWithADisabledPersonAndAChangedPassword) {
    const IssuedTokens reads = issued(confidential);
    test::must(change([&](CatalogTransaction& tx) {
        return set_password(tx, mint, ada.id, "$argon2id$y", session.session.id, actor);
    }));
    EXPECT_TRUE(opens(reads.access_token)) << "nothing it can write";
    test::must(change([&](CatalogTransaction& tx) { return set_disabled(tx, mint, ada.id, true, actor); }));
    EXPECT_FALSE(opens(reads.access_token));
    EXPECT_EQ(fault(refresh(confidential, *reads.refresh_token)), TokenFault::refresh_token_revoked);
}

TEST_F(Tokens, NeedAGrantThatCovers) {
    const auto asked = request(single_page);
    const auto give = [&](ScopeNames scopes, CodeTerms terms) {
        return test::must(change([&](CatalogTransaction& tx) {
            return give_code(tx, mint, signed_in(ada, session), single_page, scopes, asked, terms);
        }));
    };
    EXPECT_EQ(std::get<AuthorizationError>(give({}, {.is_silent = true})), AuthorizationError::consent_required);
    give({"user-read-email"}, {.consents = true});
    EXPECT_TRUE(std::holds_alternative<std::string>(give({"user-read-email"}, {})));
    EXPECT_TRUE(std::holds_alternative<std::string>(give({}, {})));
    EXPECT_EQ(std::get<AuthorizationError>(give({"streaming"}, {})), AuthorizationError::consent_required);
}

TEST_F(Tokens, AreAskedForInTheRightForm) {
    const auto check = [&](const App& app, auto&& spoil) {
        AuthorizationRequest asked = request(app);
        spoil(asked);
        const auto answer = check_request(asked, app);
        const auto* fault = std::get_if<AuthorizationError>(&answer);
        return fault != nullptr ? std::string{to_string(*fault)} : "ok";
    };
    EXPECT_EQ(check(single_page, [](auto&) {}), "ok");
    EXPECT_EQ(check(confidential, [](auto&) {}), "ok");
    EXPECT_EQ(check(single_page, [](auto& asked) { asked.response_type = "token"; }), "unsupported_response_type");
    EXPECT_EQ(check(single_page, [](auto& asked) { asked.challenge_method = "plain"; }), "invalid_request");
    EXPECT_EQ(check(single_page, [](auto& asked) { asked.challenge.clear(); }), "invalid_request");
    EXPECT_EQ(check(single_page, [](auto& asked) { asked.challenge = asked.challenge_method = ""; }),
              "invalid_request");
    EXPECT_EQ(check(confidential, [](auto& asked) { asked.challenge_method = "plain"; }), "invalid_request");
    EXPECT_EQ(check(single_page, [](auto& asked) { asked.scope = "user-read-email nonsense"; }), "invalid_scope");
    EXPECT_EQ(check(single_page, [](auto& asked) { asked.state = std::string(1025, 's'); }), "invalid_request");

    const auto client = [&](const std::string& id, std::string_view uri) {
        AuthorizationRequest asked = request(single_page);
        asked.client_id = id;
        asked.redirect_uri = uri;
        return ask([&](CatalogSnapshot& at) { return find_client(at, asked); });
    };
    EXPECT_EQ(std::get<App>(client(single_page.client_id, callback)).id, single_page.id);
    EXPECT_EQ(std::get<ClientFault>(client("x", callback)), ClientFault::unknown_client);
    EXPECT_EQ(std::get<ClientFault>(client(single_page.client_id, "https://player.example/callback/")),
              ClientFault::wrong_redirect_uri);
}

}  // namespace
}  // namespace mooring::app::accounts
