#include "mooring/app/background/publish_hooks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mooring/app/background/background_for_test.hpp"
#include "mooring/app/background/job_runner.hpp"
#include "mooring/app/background/webhook_queue.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/feed_events.hpp"

namespace mooring::app::background {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

const std::string hub = "https://hub.example/publish";
const std::string second_hub = "https://second.example/";
const std::string webhook = "https://hooks.example/in";

class PublishHooksTest : public BackgroundTest {
protected:
    PublishHooksTest() {
        settings_.hubs = {hub};
        fetcher_.answer("POST", hub, {.status = 204});
    }
    PublishHooks hooks() { return PublishHooks(*catalog_, fetcher_, clock_, urls_, settings_); }
    void change_feed() {
        ASSERT_TRUE(catalog_->write(
            [&](storage::CatalogTransaction& tx) { return publishing::note_feed_change(tx, show_id_, clock_.now()); }));
    }
    /// What a live server does: events into jobs, jobs that are due run. How many requests were made by it.
    std::size_t round() {
        const std::size_t before = fetcher_.requests().size();
        PublishHooks present = hooks();
        EXPECT_TRUE(present.turn_events());
        JobRunner runner(*catalog_, clock_,
                         {{std::string(job_kind::deliver_hook), [&](const auto& job) { return present.deliver(job); }}},
                         {.owner = "test"});
        EXPECT_TRUE(runner.run_due());
        return fetcher_.requests().size() - before;
    }
    std::string feed() const { return "https://pods.saltmarsh.example/feeds/" + show().key + ".xml"; }
    std::string encoded_feed() const { return "https%3A%2F%2Fpods.saltmarsh.example%2Ffeeds%2F" + show().key + ".xml"; }

    HookSettings settings_;
};

TEST_F(PublishHooksTest, TellsTheHubOfAChangedFeed) {
    change_feed();
    EXPECT_EQ(round(), 0U);  // not before every process can serve the change
    clock_.advance(milliseconds{250});
    EXPECT_EQ(round(), 1U);
    const auto request = fetcher_.requests().back();
    EXPECT_EQ(request.body, "hub.mode=publish&hub.url=" + encoded_feed() + "&hub.topic=" + encoded_feed());
    EXPECT_THAT(request.headers, testing::Contains(testing::Pair("Content-Type", "application/x-www-form-urlencoded")));
    clock_.advance(minutes{10});
    EXPECT_EQ(round(), 0U);
    EXPECT_TRUE(events().empty());
}

TEST_F(PublishHooksTest, PingsAShowAtMostOnceInTenSeconds) {
    change_feed();
    round();
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 1U);
    std::size_t pings = 0;
    for (int second = 1; second <= 30; ++second) {
        clock_.advance(seconds{1});
        change_feed();
        pings += round();
    }
    EXPECT_GE(pings, 2U);
    EXPECT_LE(pings, 3U);
    clock_.advance(minutes{1});
    EXPECT_LE(round(), 1U);
    clock_.advance(minutes{1});
    EXPECT_EQ(round(), 0U);
}

TEST_F(PublishHooksTest, TellsOfTheLastChangeToo) {
    change_feed();
    round();
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 1U);
    change_feed();
    EXPECT_EQ(round(), 0U);
    clock_.advance(seconds{10});
    EXPECT_EQ(round(), 1U);
}

TEST_F(PublishHooksTest, NeverAnnouncesWhatStrangersCannotFetch) {
    change_feed();
    edit_show([](domain::Show& changed) { changed.visibility = domain::ShowVisibility::unpublished; });
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 0U);
    EXPECT_TRUE(events().empty());

    edit_show([](domain::Show& changed) { changed.visibility = domain::ShowVisibility::published; });
    change_feed();
    round();
    edit_show([](domain::Show& changed) { changed.visibility = domain::ShowVisibility::unpublished; });  // too late
    clock_.advance(seconds{20});
    EXPECT_EQ(round(), 0U);
}

TEST_F(PublishHooksTest, TriesAgainAfterTheAgreedWaitsThenDropsAndMarks) {
    fetcher_.answer("POST", hub, {.status = 500});
    change_feed();
    round();
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 1U);
    for (const auto wait : {minutes{1}, minutes{5}, minutes{30}, minutes{120}, minutes{360}}) {
        clock_.advance(wait - seconds{1});
        EXPECT_EQ(round(), 0U);
        clock_.advance(seconds{1});
        EXPECT_EQ(round(), 1U);
    }
    EXPECT_EQ(jobs(job_kind::deliver_hook).failed, 1);
    EXPECT_EQ(jobs(job_kind::deliver_hook).waiting, 0);
}

TEST_F(PublishHooksTest, SurvivesTheEndOfTheProcessBetweenChangeAndDelivery) {
    change_feed();
    catalog_.reset();
    catalog_ = open_catalog();
    EXPECT_EQ(round(), 0U);  // turned into a job
    catalog_.reset();
    catalog_ = open_catalog();
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 1U);
}

TEST_F(PublishHooksTest, OneHookThatIsAwayKeepsNoOtherWaiting) {
    settings_.hubs = {hub, second_hub};
    change_feed();
    round();
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 2U);  // the second one has no answer
    EXPECT_EQ(jobs(job_kind::deliver_hook).waiting, 1);
    fetcher_.answer("POST", second_hub, {.status = 200});
    clock_.advance(minutes{1});
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(jobs(job_kind::deliver_hook).waiting, 0);
}

TEST_F(PublishHooksTest, PingsPodpingWithItsToken) {
    settings_.hubs.clear();
    settings_.podping_url = "https://podping.example";
    settings_.podping_token = "secret";
    const std::string url = "https://podping.example/?url=" + encoded_feed() + "&reason=update&medium=podcast";
    fetcher_.answer("GET", url, {.status = 202});
    PublishHooks long_lived = hooks();
    EXPECT_TRUE(long_lived.podping_healthy());
    const storage::Job ping = job(R"({"hook":"podping","show":)" + std::to_string(show_id_.value) + "}");
    EXPECT_EQ(long_lived.deliver(ping).kind, StepOutcome::Kind::retry);  // only 200 will do
    EXPECT_FALSE(long_lived.podping_healthy());
    fetcher_.answer("GET", url, {.status = 200});
    EXPECT_EQ(long_lived.deliver(ping).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(long_lived.podping_healthy());
    EXPECT_THAT(fetcher_.requests().back().headers, testing::Contains(testing::Pair("Authorization", "secret")));

    settings_.podping_url.clear();
    EXPECT_FALSE(hooks().podping_healthy());
}

TEST_F(PublishHooksTest, SignsTheWebhookAndTellsEventsInOrder) {
    settings_.hubs.clear();
    settings_.webhook_url = webhook;
    settings_.webhook_secret = "key";
    const auto id = add_external("https://a.example/1.mp3");
    EXPECT_EQ(round(), 0U);
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 1U);  // nobody answers
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) {
        return publishing::archive_episode(tx, clock_.now(), workspace_id_, id, "test");
    }));
    round();
    fetcher_.answer("POST", webhook, {.status = 200});
    clock_.advance(minutes{2});
    EXPECT_EQ(round(), 1U);  // one request for all that happened
    const auto request = fetcher_.requests().back();
    const std::size_t published = request.body.find("episode.published");
    const std::size_t removed = request.body.find("episode.removed");
    ASSERT_NE(published, std::string::npos);
    ASSERT_NE(removed, std::string::npos);
    EXPECT_LT(published, removed);
    EXPECT_THAT(request.body, HasSubstr(feed()));
    EXPECT_THAT(request.body, testing::Not(HasSubstr("Harbour lights")));  // hidden by now

    std::map<std::string, std::string> headers(request.headers.begin(), request.headers.end());
    EXPECT_EQ(headers["X-Mooring-Signature"],
              webhook_signature("key", request.body, headers["X-Mooring-Event-Id"], headers["X-Mooring-Timestamp"]));
    EXPECT_EQ(headers["X-Mooring-Timestamp"], std::to_string(unix_seconds(clock_.now())));
    clock_.advance(minutes{10});
    EXPECT_EQ(round(), 0U);
}

TEST(WebhookSignature, IsTheHmacOfBodyIdAndTime) {
    // printf 'b\ni\n1' | openssl dgst -sha256 -hmac key
    EXPECT_EQ(webhook_signature("key", "b", "i", "1"),
              "sha256=62bbb0a66cd07a3788d903d70fef167a6449a8895a5f3fece854e863229206bf");
}

TEST_F(PublishHooksTest, EmptiesTheOutboxWhenNobodyIsToBeTold) {
    settings_.hubs.clear();
    change_feed();
    EXPECT_EQ(round(), 0U);
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(jobs(job_kind::deliver_hook).waiting, 0);
}

TEST_F(PublishHooksTest, FindsItsWayAfterTheClockWasSetBack) {
    change_feed();
    round();
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 1U);
    clock_.advance(-std::chrono::hours{24});
    change_feed();
    round();
    clock_.advance(seconds{1});
    EXPECT_EQ(round(), 1U);
}

}  // namespace
}  // namespace mooring::app::background
