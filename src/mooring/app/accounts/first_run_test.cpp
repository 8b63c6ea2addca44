#include "mooring/app/accounts/first_run.hpp"

#include <future>

#include "mooring/app/accounts/test_accounts.hpp"

namespace mooring::app::accounts {
namespace {

/// A catalog without any person.
class FirstRunTest : public publishing::test::CatalogTest {
protected:
    FirstRunRequest request(std::string token) {
        return {std::move(token), "root@harbour.example", "Root", Password{"correct horse battery"}, "Harbour", {}};
    }
    void start(FirstRunRequest wanted, std::promise<Result<StartedSession>>& answer) {
        first_run.run(std::move(wanted), [&](Result<StartedSession> given) { answer.set_value(std::move(given)); });
    }
    Result<StartedSession> run(FirstRunRequest wanted) {
        std::promise<Result<StartedSession>> answer;
        start(std::move(wanted), answer);
        return answer.get_future().get();
    }

    SystemRandom secret_random;
    ServerSecret secret{std::array<std::byte, 32>{std::byte{7}}};
    Mint mint{secret_random, secret, clock};
    PasswordPool passwords{{.cost = {.passes = 1, .memory_bytes = 8192}}, secret_random};
    WorkerPool workers{"test", 2, 100};
    int finished = 0;
    FirstRun first_run{*catalog, mint, passwords, workers, "the-token", [this] { ++finished; }};
};

TEST_F(FirstRunTest, MakesTheAdministratorAndTheWorkspace) {
    EXPECT_TRUE(*first_run.is_open());
    const auto started = run(request("the-token"));
    ASSERT_TRUE(started) << started.error().message;
    EXPECT_EQ(finished, 1);
    EXPECT_FALSE(*first_run.is_open());
    const auto account =
        *catalog->read([&](CatalogSnapshot& at) { return at.accounts().find(started->session.account); });
    EXPECT_TRUE(account->is_administrator);
    EXPECT_TRUE(account->password_hash.starts_with("$argon2id$"));
    const auto roles = *catalog->read([&](CatalogSnapshot& at) { return at.memberships().of(account->id); });
    ASSERT_EQ(roles.size(), 1U);
    EXPECT_EQ(roles[0].role, Role::owner);
    EXPECT_EQ(run(request("the-token")).error().code, Errc::not_found) << "for good";
}

TEST_F(FirstRunTest, RefusesAWrongTokenAndWrongFields) {
    EXPECT_EQ(run(request("another")).error().code, Errc::forbidden);
    EXPECT_EQ(run(request("")).error().code, Errc::forbidden);
    FirstRunRequest short_password = request("the-token");
    short_password.password = Password{"short"};
    EXPECT_EQ(run(std::move(short_password)).error().field, "password");
    FirstRunRequest no_workspace = request("the-token");
    no_workspace.workspace_name = " ";
    EXPECT_EQ(run(std::move(no_workspace)).error().field, "workspace_name");
    EXPECT_TRUE(*first_run.is_open());
    EXPECT_EQ(finished, 0);
}

TEST_F(FirstRunTest, LetsOneOfTwoSucceed) {
    std::promise<Result<StartedSession>> first;
    std::promise<Result<StartedSession>> second;
    start(request("the-token"), first);
    start(request("the-token"), second);
    const auto one = first.get_future().get();
    const auto two = second.get_future().get();
    ASSERT_NE(one.has_value(), two.has_value());
    EXPECT_EQ((one ? two : one).error().code, Errc::conflict);
    EXPECT_EQ(catalog->read([](CatalogSnapshot& at) { return at.accounts().list(); })->size(), 1U);
}

}  // namespace
}  // namespace mooring::app::accounts
