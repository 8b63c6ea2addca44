#include "mooring/app/accounts/sign_in.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <vector>

#include "mooring/app/accounts/test_accounts.hpp"

namespace mooring::app::accounts {
namespace {

using namespace std::chrono_literals;

constexpr PasswordCost low{.passes = 1, .memory_bytes = 8192};
constexpr std::string_view right = "correct horse battery";

class SignInTest : public test::AccountsTest {
protected:
    SignInTest() {
        const std::string hash = test::must(passwords.hash_and_wait(Password{std::string{right}}));
        test::must(change([&](CatalogTransaction& tx) { return store_rehash(tx, ada.id, hash); }));
    }
    SignInAnswer try_in(std::string email, std::string_view password, IpAddress from = home) {
        std::promise<SignInAnswer> answer;
        sign_in.sign_in({std::move(email), Password{std::string{password}}, from, {}},
                        [&](Result<SignInAnswer> given) { answer.set_value(test::must(std::move(given))); });
        return answer.get_future().get();
    }
    SignInAnswer try_ada(std::string_view password, IpAddress from = home) {
        return try_in("Ada@Harbour.example", password, from);
    }

    static constexpr auto v4 = &IpAddress::v4;
    inline static const IpAddress home = IpAddress::v4(203, 0, 113, 5);
    PasswordPool passwords{{.cost = low}, secret_random};
    GuessLimits limits{*catalog, secret, clock, {}};
    WorkerPool workers{"test", 1, 100};
    SignIn sign_in{*catalog, mint, passwords, limits, workers};
};

TEST_F(SignInTest, GivesASessionForTheRightPassword) {
    const SignInAnswer answer = try_ada(right);
    ASSERT_TRUE(answer.session);
    EXPECT_EQ(answer.session->session.account, ada.id);
    EXPECT_FALSE(answer.wait);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.audit().list({.account = ada.id}, 1000, 1); }).at(0).action,
              "session.started");
}

TEST_F(SignInTest, DoesTheSameWorkForNobody) {
    const auto work = [&](const std::string& email) {
        const auto before = passwords.hashes_done();
        EXPECT_FALSE(try_in(email, "wrong wrong wrong").session);
        return passwords.hashes_done() - before;
    };
    EXPECT_EQ(work("nobody@harbour.example"), work(ada.email));
    const Account ben = person("ben");
    test::must(change([&](CatalogTransaction& tx) { return set_disabled(tx, mint, ben.id, true, actor); }));
    EXPECT_EQ(work(ben.email), work(ada.email));
}

TEST_F(SignInTest, WaitsAfterFiveFailuresFromOneRange) {
    for (int n = 0; n < 5; ++n) {
        EXPECT_FALSE(try_ada("wrong wrong wrong", v4(203, 0, 113, static_cast<std::uint8_t>(n))).wait);
        clock.advance(1min);
    }
    const SignInAnswer held = try_ada(right);
    EXPECT_FALSE(held.session) << "the right password during a limit";
    EXPECT_EQ(held.wait, 10min);
    EXPECT_TRUE(try_ada(right, v4(198, 51, 100, 1)).session) << "from elsewhere";
    clock.advance(10min);
    EXPECT_TRUE(try_ada(right).session);
}

TEST_F(SignInTest, SlowsDownGuessesFromEverywhere) {
    for (int n = 0; n < 20; ++n) {
        EXPECT_FALSE(try_ada("wrong wrong wrong", v4(10, 0, static_cast<std::uint8_t>(n), 1)).wait);
    }
    EXPECT_EQ(try_ada(right, v4(10, 1, 0, 1)).wait, 30s);
    clock.advance(30s);
    EXPECT_FALSE(try_ada("wrong wrong wrong", v4(10, 1, 1, 1)).wait);
    EXPECT_EQ(try_ada(right, v4(10, 1, 2, 1)).wait, 30s);
    clock.advance(30s);
    EXPECT_TRUE(try_ada(right, v4(10, 1, 3, 1)).session);
}

TEST_F(SignInTest, StopsAnAddressThatTriesManyPeople) {
    for (int n = 0; n < 50; ++n) try_in("p" + std::to_string(n) + "@x.example", "wrong wrong wrong");
    EXPECT_EQ(try_ada(right).wait, 1h);
    GuessLimits after_restart{*catalog, secret, clock, {}};
    EXPECT_TRUE(test::must(after_restart.begin_password("ada@harbour.example", home)).wait);
    clock.advance(1h);
    test::must(after_restart.forget_old());
    EXPECT_FALSE(test::must(after_restart.begin_password("ada@harbour.example", home)).wait);
}

TEST_F(SignInTest, CountsTriesThatAreUnderWayTogether) {
    std::atomic<int> looked_at = 0;
    std::atomic<int> held = 0;
    std::vector<std::future<void>> all;
    for (int n = 0; n < 20; ++n) {
        auto answered = std::make_shared<std::promise<void>>();
        all.push_back(answered->get_future());
        sign_in.sign_in({ada.email, Password{std::string{"wrong wrong wrong"}}, home, {}},
                        [&, answered](Result<SignInAnswer> given) {
                            (test::must(std::move(given)).wait ? held : looked_at) += 1;
                            answered->set_value();
                        });
    }
    for (auto& one : all) one.get();
    EXPECT_EQ(looked_at, 5);
    EXPECT_EQ(held, 15);
}

TEST_F(SignInTest, CountsNoRightPasswordAsWrong) {
    for (int n = 0; n < 8; ++n) EXPECT_TRUE(try_ada(right).session) << n;
}

TEST_F(SignInTest, EndsTheOldestBrowserSessionBeyondFifty) {
    const StartedSession tool = session_of(ada, {.kind = SessionKind::connector});
    const StartedSession first = session_of(ada);
    for (int n = 0; n < 49; ++n) {
        clock.advance(1s);
        session_of(ada);
    }
    const auto lives = [&](const StartedSession& one) {
        return ask([&](CatalogSnapshot& at) { return at.sessions().find(one.session.id); }).has_value();
    };
    EXPECT_TRUE(lives(tool));
    EXPECT_FALSE(lives(first));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.sessions().list(ada.id); }).size(), 50U);
}

TEST_F(SignInTest, GivesPeopleNamesOfTheirOwn) {
    EXPECT_EQ(ada.username, "ada");
    const auto second = test::must(change([&](CatalogTransaction& tx) {
        return create_account(tx, mint, {"Ada@other.example", "Ada", ""}, actor);
    }));
    EXPECT_EQ(second.username, "ada2");
    EXPECT_EQ(change([&](CatalogTransaction& tx) {
                  return create_account(tx, mint, {"ADA@other.example", "Ada", ""}, actor);
              })
                  .error()
                  .field,
              "email");
    EXPECT_EQ(change([&](CatalogTransaction& tx) {
                  return create_first_administrator(tx, mint, {"root@x.example", "Root", ""}, actor);
              })
                  .error()
                  .code,
              Errc::conflict);
    for (const NewAccount& wrong : {NewAccount{"nobody", "N", ""}, {"a@b", " ", ""}, {"a@b", "N", "", "no"}}) {
        EXPECT_EQ(check_account(wrong).error().code, Errc::invalid_argument);
    }
}

}  // namespace
}  // namespace mooring::app::accounts
