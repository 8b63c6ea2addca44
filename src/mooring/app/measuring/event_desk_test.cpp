#include "mooring/app/measuring/event_desk.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "mooring/analytics/agents/bundled_rules.hpp"
#include "mooring/app/measuring/play_token.hpp"
#include "mooring/app/publishing/test_catalog.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"

namespace mooring::app::measuring {
namespace {

using analytics::ListenerEvent;
using analytics::TelemetryType;
using publishing::test::at;
using publishing::test::must;

constexpr std::string_view program =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15";

class FixedKeys final : public analytics::ListenerKeys {
public:
    Result<analytics::ListenerKey> key_for(Instant) override { return analytics::ListenerKey{}; }
    analytics::ListenerKey opt_out_key_for(Instant) override { return analytics::ListenerKey{std::byte{1}}; }
};

class KeptEvents final : public storage::EventSpool {
public:
    bool append(const ListenerEvent& event) override {
        if (is_full) return false;
        events.push_back(event);
        return true;
    }
    Result<void> settle() override { return is_away ? Result<void>{Error{Errc::no_space, "full"}} : ok(); }
    Result<storage::SpoolPosition> read(storage::SpoolPosition from,
                                        const std::function<bool(const ListenerEvent&)>&) override {
        return from;
    }
    std::vector<ListenerEvent> events;
    bool is_full = false, is_away = false;
};

/// An episode of ten minutes that is out since an hour, and a player that reports at 10:00 UTC.
class EventDeskTest : public publishing::test::CatalogTest {
protected:
    EventDeskTest() {
        rules_ = std::make_shared<const analytics::AgentRules>(
            must(analytics::AgentRules::compile(analytics::bundled_rules())));
        domain::Episode wanted = draft_of("Fog", clock.now() - std::chrono::hours{1});
        wanted.media = domain::ExternalMedia{.url = "https://archive.tidepool.example/one.mp3",
                                             .size_bytes = 9,
                                             .mime_type = "audio/mpeg",
                                             .duration = std::chrono::minutes{10},
                                             .since = clock.now()};
        episode_ = must(catalog->write([&](storage::CatalogTransaction& tx) {
                       return publishing::create_episode(tx, random, clock.now(), wanted);
                   })).episode;
        token_ = make_play_token(secret_, random, episode_.key, program, clock.now());
    }

    /// One event as JSON; `more` are further members.
    std::string event(int id, const std::string& type, const std::string& more, const std::string& pid = pid_of(1),
                      const std::string& time = "2025-03-10T10:00:00Z") const {
        return R"({"id":"00000000-0000-4000-8000-)" + digits(id) + R"(","t":")" + type + R"(","at":")" + time +
               R"(","pid":")" + pid + R"(","episode":")" + episode_.key + "\"" + more + "}";
    }
    static std::string digits(int number) {
        std::string text = std::to_string(number);
        return std::string(12 - text.size(), '0') + text;
    }
    static std::string pid_of(int number) { return "00000000-0000-4000-9000-" + digits(number); }
    std::string batch(const std::string& events, std::optional<std::string> token = {}) const {
        return R"({"v":1,"sent_at":"2025-03-10T10:00:00Z","token":")" + token.value_or(token_) + R"(","events":[)" +
               events + "]}";
    }
    Result<TakenEvents> take(const std::string& body, std::string_view user_agent = program) {
        EventSender sender;
        sender.address = IpAddress::parse("192.0.2.7").value();
        sender.headers.user_agent = user_agent;
        sender.principal = principal_;
        return desk_.take(body, sender, clock.now());
    }
    /// Why the one event of a batch was rejected; `accepted` or `duplicate` otherwise.
    std::string fate(const std::string& body, std::string_view user_agent = program) {
        const auto taken = take(body, user_agent);
        if (!taken) return "error: " + taken.error().message;
        if (!taken->rejected.empty()) return taken->rejected.front().reason;
        return taken->accepted == 1 ? "accepted" : taken->duplicate == 1 ? "duplicate" : "lost";
    }

    ServerSecret secret_{{}};
    MetricRegistry metrics_;
    FixedKeys keys_;
    KeptEvents spool_;
    std::shared_ptr<const analytics::AgentRules> rules_;
    std::shared_ptr<const accounts::Principal> principal_;
    domain::Episode episode_;
    std::string token_;
    std::unique_ptr<storage::BlobStore> blobs_ =
        must(storage::local::open_local_blobs({.root = folder.file("blobs"), .reserve_bytes = 0}));
    delivering::OpenBlobs open_blobs_{*blobs_, 1};
    delivering::MediaFacts media_{*catalog, open_blobs_, 16};
    EventDesk desk_{EventDesk::Ports{*catalog, media_, spool_, keys_, secret_, metrics_, [this] { return rules_; }}};
};

TEST_F(EventDeskTest, WhatIsGoodIsKeptWithoutTheAddress) {
    const auto taken = take(batch(event(1, "start", "") + "," +
                                  event(2, "progress", R"(,"ranges":[[0,9000]],"seq":2,"rate":1.5,"fg":false)")));
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->accepted, 2U);
    ASSERT_EQ(spool_.events.size(), 2U);
    const ListenerEvent& heard = spool_.events.at(1);
    EXPECT_EQ(heard.playback.episode, episode_.id);
    EXPECT_EQ(heard.playback.show, show);
    EXPECT_EQ(heard.duration, std::chrono::minutes{10});
    EXPECT_EQ(heard.playback.heard_ms, (std::vector<analytics::Interval>{{0, 9000}}));
    EXPECT_EQ(heard.playback.context.app, "Mooring Player");
    EXPECT_EQ(heard.playback.context.device, "Mac");
    EXPECT_FALSE(heard.playback.is_foreground);
    EXPECT_EQ(heard.playback.actor, spool_.events.front().playback.actor);
}

TEST_F(EventDeskTest, TheSameEventIsADuplicate) {
    EXPECT_EQ(fate(batch(event(1, "start", ""))), "accepted");
    EXPECT_EQ(fate(batch(event(1, "start", ""))), "duplicate");
    EXPECT_EQ(spool_.events.size(), 1U);
}

TEST_F(EventDeskTest, EveryReasonOfARefusal) {
    EXPECT_EQ(fate(batch(event(1, "start", ""), "forged.1.x")), "bad_token");
    EXPECT_EQ(fate(batch(event(2, "start", "")), "Another/1.0"), "bad_token") << "a token is for one program";
    EXPECT_EQ(fate(batch(event(3, "start", "")), "Googlebot/2.1 (+http://www.google.com/bot.html)"), "bot");
    EXPECT_EQ(fate(batch(event(4, "start", "")), ""), "bot");
    EXPECT_EQ(fate(batch(event(5, "progress", R"(,"ranges":[[0,602000]])"))), "bad_range") << "beyond the end";
    EXPECT_EQ(fate(batch(event(6, "progress", R"(,"ranges":[[0,601000]])"))), "too_fast");
    EXPECT_EQ(fate(batch(event(7, "jump", ""))), "bad_type");
    EXPECT_EQ(fate(batch(event(8, "start", "", pid_of(1), "2025-03-10T08:30:00Z"))), "no_episode")
        << "it was not out then";
    EXPECT_EQ(fate(batch(event(9, "follow", ""))), "bad_token") << "nobody is signed in";
    std::string other = event(10, "start", "");
    other.replace(other.find(episode_.key), episode_.key.size(), "0000000000000000");
    EXPECT_EQ(fate(batch(other)), "no_episode");
    EXPECT_TRUE(spool_.events.empty());
}

TEST_F(EventDeskTest, ATokenIsGoodForFivePlaybacks) {
    for (int pid = 1; pid <= 5; ++pid) EXPECT_EQ(fate(batch(event(pid, "start", "", pid_of(pid)))), "accepted");
    EXPECT_EQ(fate(batch(event(6, "start", "", pid_of(6)))), "bad_token");
    EXPECT_EQ(fate(batch(event(7, "pause", "", pid_of(5)))), "accepted") << "those that began go on";
}

TEST_F(EventDeskTest, AnActorHasTwentySessionsOfAnEpisodeInADay) {
    for (int pid = 1; pid <= 20; ++pid) {
        token_ = make_play_token(secret_, random, episode_.key, program, clock.now());
        EXPECT_EQ(fate(batch(event(pid, "start", "", pid_of(pid)))), "accepted");
    }
    EXPECT_EQ(fate(batch(event(30, "start", "", pid_of(30)))), "over_cap");
}

TEST_F(EventDeskTest, WhatCouldNotBeKeptMayComeAgain) {
    spool_.is_away = true;
    const auto refused = take(batch(event(1, "start", "")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::no_space);
    spool_.is_away = false;
    spool_.is_full = true;
    EXPECT_FALSE(take(batch(event(1, "start", ""))));
    spool_.is_full = false;
    EXPECT_EQ(fate(batch(event(1, "start", ""))), "accepted");
}

TEST_F(EventDeskTest, NoRulesNoVerdict) {
    rules_.reset();
    EXPECT_EQ(take(batch(event(1, "start", ""))).error().code, Errc::unavailable);
}

TEST_F(EventDeskTest, PeopleWhoAreSignedInNeedNoTokenAndMayFollow) {
    auto listener = std::make_shared<accounts::Principal>();
    listener->account.emplace();
    listener->account->id = domain::AccountId{99};
    principal_ = listener;
    EXPECT_EQ(fate(batch(event(1, "start", ""), "")), "accepted");
    EXPECT_EQ(fate(batch(event(2, "follow", ""), "")), "accepted");
    const analytics::HitKey actor = spool_.events.front().playback.actor;
    principal_.reset();
    EXPECT_EQ(fate(batch(event(3, "start", ""))), "accepted");
    EXPECT_NE(spool_.events.back().playback.actor, actor);
}

}  // namespace
}  // namespace mooring::app::measuring
