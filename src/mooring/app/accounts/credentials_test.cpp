#include "mooring/app/accounts/credentials.hpp"

#include <future>

#include "mooring/app/accounts/test_accounts.hpp"
#include "mooring/app/accounts/tokens.hpp"
#include "mooring/base/encoding.hpp"

namespace mooring::app::accounts {
namespace {

using namespace std::chrono_literals;

class CredentialsTest : public test::AccountsTest {
protected:
    std::shared_ptr<const Principal> by(const PresentedCookies& cookies) {
        return test::must(credentials->find_session(cookies));
    }
    void finish_background_work() {
        std::promise<void> reached;
        workers.post([&] { reached.set_value(); });
        reached.get_future().wait();
    }
    std::string app_token() {
        App app;
        app.workspace = workspace;
        app.client_id = "0123456789abcdef0123456789abcdef";
        return test::must(change([&](CatalogTransaction& tx) -> Result<std::string> {
            MOORING_TRY(app.id, tx.app_writer().insert(app));
            MOORING_TRY(const TokenAnswer answer, give_app_token(tx, mint, app));
            return std::get<IssuedTokens>(answer).access_token;
        }));
    }

    WorkerPool workers{"test", 1, 100};
    std::shared_ptr<Credentials> credentials = std::make_shared<Credentials>(*catalog, secret, clock, workers);
};

TEST_F(CredentialsTest, TakesEachFormOfEachCookie) {
    const StartedSession started = session_of(ada, {.is_read_only = true});
    const std::string shouted = [&] {
        std::string text = started.sp_key;
        for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        return text;
    }();
    for (int round = 0; round < 2; ++round) {  // read, then remembered
        const auto found = by({.sp_dc = {started.sp_dc}, .sp_key = {started.sp_key}});
        ASSERT_TRUE(found);
        EXPECT_EQ(found->account->id, ada.id);
        EXPECT_EQ(found->session, started.session.id);
        EXPECT_TRUE(found->is_read_only);
        EXPECT_TRUE(by({.sp_dc = {started.sp_dc}}));
        EXPECT_TRUE(by({.sp_dc = {started.sp_dc}, .sp_key = {shouted}}));
        EXPECT_TRUE(by({.anchorpw_s = {started.anchorpw_s}}));
        const std::string encoded = percent_encode(started.anchorpw_s);
        EXPECT_TRUE(by({.anchorpw_s = {encoded}}));
    }
}

TEST_F(CredentialsTest, TakesOneGoodValueOfSeveral) {
    const StartedSession started = session_of(ada);
    const StartedSession other = session_of(ada);
    EXPECT_TRUE(by({.sp_dc = {"AQnonsense", started.sp_dc}}));
    EXPECT_TRUE(by({.sp_dc = {started.sp_dc}, .sp_key = {other.sp_key, started.sp_key}}));
    EXPECT_TRUE(by({.anchorpw_s = {"s:x.y", started.anchorpw_s}}));
    EXPECT_TRUE(by({.sp_dc = {started.sp_dc}, .anchorpw_s = {"stale"}}));
    EXPECT_TRUE(by({.sp_dc = {"stale"}, .anchorpw_s = {started.anchorpw_s}}));
}

TEST_F(CredentialsTest, RefusesWhatWasNotIssued) {
    const StartedSession started = session_of(ada);
    const StartedSession other = session_of(ada);
    EXPECT_FALSE(by({}));
    EXPECT_FALSE(by({.sp_dc = {started.sp_dc}, .sp_key = {other.sp_key}}));
    EXPECT_FALSE(by({.sp_key = {started.sp_key}}));
    std::string flipped = started.sp_dc;
    flipped.back() = flipped.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(by({.sp_dc = {flipped}}));
    EXPECT_FALSE(by({.anchorpw_s = {started.sp_dc}}));
    EXPECT_FALSE(test::must(credentials->find_browser_session({.anchorpw_s = {started.anchorpw_s}})));
    EXPECT_FALSE(test::must(credentials->find_bearer(started.sp_dc)).principal);
}

TEST_F(CredentialsTest, RefusesAnEndedSessionAtOnce) {
    const StartedSession started = session_of(ada);
    ASSERT_TRUE(by({.sp_dc = {started.sp_dc}}));
    test::must(change([&](CatalogTransaction& tx) { return tx.session_writer().remove(started.session.id); }));
    EXPECT_FALSE(by({.sp_dc = {started.sp_dc}}));
    EXPECT_FALSE(by({.anchorpw_s = {started.anchorpw_s}}));
}

TEST_F(CredentialsTest, RefusesADisabledPerson) {
    const Account ben = person("ben");
    const StartedSession started = session_of(ben);
    ASSERT_TRUE(by({.sp_dc = {started.sp_dc}}));
    test::must(change([&](CatalogTransaction& tx) { return set_disabled(tx, mint, ben.id, true, actor); }));
    EXPECT_FALSE(by({.sp_dc = {started.sp_dc}}));
}

TEST_F(CredentialsTest, EndsASessionByTheClock) {
    const StartedSession for_an_hour = session_of(ada, {.life = 1h});
    const StartedSession idle = session_of(ada, browser_session(false, "Firefox", ""));
    EXPECT_TRUE(by({.sp_dc = {for_an_hour.sp_dc}}));
    clock.advance(1h - 1us);
    EXPECT_TRUE(by({.sp_dc = {for_an_hour.sp_dc}}));
    EXPECT_TRUE(by({.sp_dc = {idle.sp_dc}}));
    clock.advance(1us);
    EXPECT_FALSE(by({.sp_dc = {for_an_hour.sp_dc}}));
    clock.advance(23h);
    EXPECT_FALSE(by({.sp_dc = {idle.sp_dc}}));
}

TEST_F(CredentialsTest, KeepsASessionAliveThatIsUsed) {
    const StartedSession idle = session_of(ada, browser_session(false, "Firefox", ""));
    for (int hour = 0; hour < 60; ++hour) {
        clock.advance(1h);
        const auto found = by({.sp_dc = {idle.sp_dc}});
        ASSERT_TRUE(found) << hour;
        credentials->note_use(*found->session, "203.0.113.9");
        credentials->note_use(*found->session, "203.0.113.10");
        finish_background_work();
    }
    const auto stored = ask([&](CatalogSnapshot& at) { return at.sessions().find(idle.session.id); });
    EXPECT_EQ(stored->last_address, "203.0.113.9") << "at most once a minute";
}

TEST_F(CredentialsTest, KnowsABearerForItsHour) {
    const std::string token = app_token();
    EXPECT_FALSE(credentials->find_remembered_bearer(token));
    const auto found = test::must(credentials->find_bearer(token));
    ASSERT_TRUE(found.principal);
    EXPECT_FALSE(found.principal->account);
    EXPECT_TRUE(credentials->find_remembered_bearer(token));
    clock.advance(3600s - 1us);
    EXPECT_TRUE(test::must(credentials->find_bearer(token)).principal);
    clock.advance(1us);
    EXPECT_FALSE(credentials->find_remembered_bearer(token));
    const auto expired = test::must(credentials->find_bearer(token));
    EXPECT_FALSE(expired.principal);
    EXPECT_TRUE(expired.is_expired);
    EXPECT_FALSE(test::must(credentials->find_bearer("BQ" + std::string(43, 'x'))).is_expired);
}

}  // namespace
}  // namespace mooring::app::accounts
