#include "mooring/app/managing/with_password.hpp"

#include <future>

#include "mooring/app/managing/invitations.hpp"
#include "mooring/app/managing/own_account.hpp"
#include "mooring/app/managing/test_managing.hpp"

namespace mooring::app::managing {
namespace {

using accounts::Password;
using test::error_of;

class ChangesWithPassword : public test::ManagingTest {
protected:
    ChangesWithPassword() {
        const std::string hash = test::must(passwords.hash_and_wait(Password{std::string{old_password}}));
        test::must(change([&](CatalogTransaction& tx) { return accounts::store_rehash(tx, ada.id, hash); }));
        ada.password_hash = hash;
    }
    template <class T, class Start>
    Result<T> wait_for(Start&& start) {
        std::promise<Result<T>> answer;
        start([&](Result<T> given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    }
    Result<WithPassword::Confirmation> change_password(const Asker& by, std::string current, std::string wanted) {
        return wait_for<WithPassword::Confirmation>([&](auto done) {
            work.change_password(by, here, Password{std::move(current)}, Password{std::move(wanted)}, done);
        });
    }
    Result<accounts::SignInAnswer> connector(const Asker& by, std::string password, const ConnectorRequest& wanted) {
        return wait_for<accounts::SignInAnswer>(
            [&](auto done) { work.start_connector(by, here, Password{std::move(password)}, wanted, done); });
    }
    Result<accounts::StartedSession> join(const std::string& token, const std::string& email, std::string password) {
        return wait_for<accounts::StartedSession>([&](auto done) {
            work.join(token, {email, "Ben", {}}, Password{std::move(password)}, {}, done);
        });
    }
    std::size_t sessions_of(const Asker& one) {
        return ask([&](CatalogSnapshot& at) { return list_own_sessions(at, mint, one); }).size();
    }

    static constexpr std::string_view old_password = "correct horse battery";
    IpAddress here = *IpAddress::parse("203.0.113.9");
    accounts::PasswordPool passwords{{.cost = {.passes = 1, .memory_bytes = 8192}}, secret_random};
    accounts::GuessLimits limits{*catalog, secret, clock, accounts::GuessLimits::Options{}};
    WorkerPool workers{"test", 2, 100};
    accounts::SignIn sign_in{*catalog, mint, passwords, limits, workers};
    WithPassword work{*catalog, mint, sign_in, passwords, workers};
};

TEST_F(ChangesWithPassword, EndTheOtherSessions) {
    const Asker here_and_now = asker(ada);
    ASSERT_EQ(sessions_of(here_and_now), 2U);
    const auto wrong = change_password(here_and_now, "wrong wrong wrong", "another good password");
    ASSERT_TRUE(wrong);
    EXPECT_FALSE(wrong->is_right);
    EXPECT_EQ(change_password(here_and_now, std::string{old_password}, "short").error().field, "password");
    EXPECT_EQ(error_of(change_password(read_only(here_and_now), std::string{old_password}, "another good password")),
              "forbidden");
    EXPECT_EQ(sessions_of(here_and_now), 2U);
    const auto changed = change_password(here_and_now, std::string{old_password}, "another good password");
    ASSERT_TRUE(changed);
    EXPECT_TRUE(changed->is_right);
    EXPECT_EQ(sessions_of(here_and_now), 1U);
    EXPECT_EQ(last_entry(), "password.changed ");
}

TEST_F(ChangesWithPassword, AreSlowedDownByWrongOnes) {
    const Asker one = asker(ada);
    for (int count = 0; count < 5; ++count) {
        EXPECT_FALSE(test::must(change_password(one, "wrong wrong wrong", "another good password")).wait);
    }
    EXPECT_TRUE(test::must(change_password(one, std::string{old_password}, "another good password")).wait);
}

TEST_F(ChangesWithPassword, StartSessionsForTools) {
    const ConnectorRequest wanted{" Analytics ", std::chrono::days{30}, true};
    const auto started = test::must(connector(asker(ada), std::string{old_password}, wanted));
    ASSERT_TRUE(started.session);
    EXPECT_EQ(started.session->session.label, "Analytics");
    EXPECT_EQ(started.session->session.expires_at, clock.now() + std::chrono::days{30});
    EXPECT_TRUE(started.session->session.is_read_only);
    EXPECT_EQ(last_entry(), "session.started Analytics");
    EXPECT_FALSE(test::must(connector(asker(ada), "wrong wrong wrong", wanted)).session);
    EXPECT_EQ(connector(asker(ada), std::string{old_password}, {"", std::chrono::days{30}, true}).error().field,
              "label");
    EXPECT_EQ(connector(asker(ada), std::string{old_password}, {"x", std::chrono::days{31}, true}).error().field,
              "days");
    EXPECT_EQ(error_of(connector(read_only(asker(ada)), std::string{old_password}, wanted)), "forbidden");
}

TEST_F(ChangesWithPassword, JoinByAnInvitationOrNotAtAll) {
    const auto made = test::must(change([&](CatalogTransaction& tx) {
        return invite(tx, mint, owner(), {PlaceId{show}, Role::editor});
    }));
    EXPECT_EQ(error_of(join("x", "ben@harbour.example", "a fine long password")), "not_found");
    EXPECT_EQ(join(made.token, "ben@harbour.example", "short").error().field, "password");
    EXPECT_EQ(join(made.token, "ben", "a fine long password").error().field, "email");
    EXPECT_EQ(error_of(join(made.token, "ada@harbour.example", "a fine long password")), "conflict");
    EXPECT_EQ(error_of(join(made.token, "ben@harbour.example", "a fine long password")), "ok");
    EXPECT_EQ(error_of(join(made.token, "cat@harbour.example", "a fine long password")), "gone");
    const auto nobody_made =
        ask([](CatalogSnapshot& at) { return at.accounts().find_by_email("cat@harbour.example"); });
    EXPECT_FALSE(nobody_made) << "all or nothing";
}

TEST_F(ChangesWithPassword, MakeUsersForAdministrators) {
    const auto create = [&](const Asker& by, const std::string& email) {
        return error_of(wait_for<Account>([&](auto done) {
            work.create_user(by, {email, "New", {}}, Password{"a fine long password"}, done);
        }));
    };
    EXPECT_EQ(create(asker(ada), "new@harbour.example"), "forbidden");
    const Asker root = administrator();
    EXPECT_EQ(create(read_only(root), "new@harbour.example"), "forbidden");
    EXPECT_EQ(create(root, "new@harbour.example"), "ok");
    EXPECT_EQ(create(root, "NEW@harbour.example"), "conflict");
}

}  // namespace
}  // namespace mooring::app::managing
