#include "mooring/analytics/listening/playback_ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

namespace mooring::analytics {
namespace {

constexpr std::chrono::sys_days that_day = std::chrono::year{2026} / 3 / 3;
constexpr std::chrono::milliseconds duration{600'000};

PlaybackEvent report(std::uint32_t number, const std::string& playback, std::chrono::seconds after, Interval heard) {
    PlaybackEvent event;
    event.id[0] = static_cast<std::byte>(number & 0xFFU);
    event.id[1] = static_cast<std::byte>(number >> 8U);
    event.sequence = number;
    event.at = Instant{that_day} + std::chrono::hours{23} + after;
    event.playback_id = playback;
    event.show = domain::ShowId{1};
    event.episode = domain::EpisodeId{10};
    event.revision = "r1";
    event.heard_ms = {heard};
    event.actor[0] = static_cast<std::byte>(playback.back());
    event.context = {.app = "Mooring Player", .device = "iPhone", .age = "23-27"};
    return event;
}

/// Facts as a store would hold them.
class Facts {
public:
    void apply(PlaybackLedger& ledger) {
        PlayChanges changes;
        ledger.take_changes(changes);
        for (const PlayName& name : changes.withdrawn) plays.erase(name);
        for (const Play& play : changes.put) plays.insert_or_assign(name_of(play), play);
        for (const CountingState& state : changes.states) states.insert_or_assign(state.key, state);
    }
    std::map<PlayName, Play> plays;
    std::map<std::string, CountingState> states;
};

TEST(PlaybackLedger, GrowsASessionWithItsReports) {
    PlaybackLedger ledger;
    Facts facts;
    EXPECT_EQ(ledger.add(report(1, "p1", std::chrono::seconds{20}, {0, 20'000}), duration), EventFate::accepted);
    facts.apply(ledger);
    ASSERT_EQ(facts.plays.size(), 1U);
    EXPECT_FALSE(facts.plays.begin()->second.is_play);
    EXPECT_EQ(ledger.add(report(1, "p1", std::chrono::seconds{20}, {0, 20'000}), duration), EventFate::duplicate);
    EXPECT_EQ(ledger.add(report(2, "p1", std::chrono::seconds{60}, {20'000, 60'000}), duration), EventFate::accepted);
    facts.apply(ledger);
    ASSERT_EQ(facts.plays.size(), 1U);
    EXPECT_TRUE(facts.plays.begin()->second.is_stream);
    EXPECT_EQ(facts.plays.begin()->second.listened_ms, 60'000);
}

TEST(PlaybackLedger, RefusesMoreThanTimeHasPassed) {
    PlaybackLedger ledger;
    EXPECT_EQ(ledger.add(report(1, "p1", std::chrono::seconds{10}, {0, 10'000}), duration), EventFate::accepted);
    EXPECT_EQ(ledger.add(report(2, "p1", std::chrono::seconds{20}, {10'000, 100'000}), duration), EventFate::too_fast);
    EXPECT_EQ(ledger.add(report(3, "p1", std::chrono::seconds{20}, {10'000, 50'000}), duration), EventFate::accepted);
}

std::vector<PlaybackEvent> evening(std::mt19937& random) {
    std::vector<PlaybackEvent> events;
    for (std::uint32_t number = 0; number < 300; ++number) {
        const auto at = std::chrono::seconds{random() % 7200};
        const auto begin = static_cast<std::int64_t>(random() % 500'000);
        events.push_back(report(number, "p" + std::to_string(random() % 20), at,
                                {begin, begin + 1 + static_cast<std::int64_t>(random() % 4'000)}));
    }
    return events;
}

TEST(PlaybackLedger, DependsOnTheSetOfEventsAloneAndGoesOnAfterRestarts) {
    for (unsigned seed = 0; seed < 10; ++seed) {
        std::mt19937 random{seed};
        auto events = evening(random);
        PlaybackLedger steady;
        Facts expected;
        for (const auto& event : events) ASSERT_NE(steady.add(event, duration), EventFate::duplicate);
        expected.apply(steady);

        auto ledger = std::make_unique<PlaybackLedger>();
        Facts facts;
        std::ranges::shuffle(events, random);
        for (const auto& event : events) {
            static_cast<void>(ledger->add(event, duration));
            static_cast<void>(ledger->add(event, duration));
            if (random() % 30 != 0) continue;
            facts.apply(*ledger);
            ledger = std::make_unique<PlaybackLedger>();
            for (const auto& [key, state] : facts.states) ASSERT_TRUE(ledger->restore(key, state.bytes));
        }
        facts.apply(*ledger);
        ASSERT_TRUE(facts.plays == expected.plays) << seed;
    }
}

TEST(PlaybackLedger, RefusesStatesThatAreNone) {
    PlaybackLedger ledger;
    Facts facts;
    ASSERT_EQ(ledger.add(report(1, "p1", std::chrono::seconds{20}, {0, 20'000}), duration), EventFate::accepted);
    facts.apply(ledger);
    const auto& [key, state] = *facts.states.begin();
    EXPECT_TRUE(ledger.restore(key, state.bytes));
    for (std::size_t length = 0; length < state.bytes.size(); ++length) {
        EXPECT_FALSE(ledger.restore(key, state.bytes.substr(0, length))) << length;
    }
    EXPECT_FALSE(ledger.restore("d1", state.bytes));
    ledger.forget_before(that_day + std::chrono::days{1});
    EXPECT_EQ(ledger.open_playbacks(), 0U);
}

}  // namespace
}  // namespace mooring::analytics
