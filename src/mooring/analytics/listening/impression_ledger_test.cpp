#include "mooring/analytics/listening/impression_ledger.hpp"

#include <gtest/gtest.h>

#include "mooring/base/time_text.hpp"

namespace mooring::analytics {
namespace {

ListenerEvent seen(std::string_view at, std::string surface = "HOME", std::byte actor = std::byte{1},
                   TelemetryType type = TelemetryType::impression) {
    ListenerEvent event;
    event.type = type;
    event.playback.at = parse_iso8601(at).value();
    event.playback.actor.fill(actor);
    event.playback.show = domain::ShowId{3};
    event.surface = std::move(surface);
    return event;
}

TEST(ImpressionLedger, TheSameCountsAgainAfterHalfAnHour) {
    ImpressionLedger ledger;
    EXPECT_TRUE(ledger.add(seen("2026-03-03T10:00:00Z")));
    EXPECT_FALSE(ledger.add(seen("2026-03-03T10:00:00Z"))) << "the same once more";
    EXPECT_FALSE(ledger.add(seen("2026-03-03T10:29:59Z")));
    EXPECT_TRUE(ledger.add(seen("2026-03-03T10:30:00Z")));
    EXPECT_TRUE(ledger.add(seen("2026-03-03T10:01:00Z", "SEARCH")));
    EXPECT_TRUE(ledger.add(seen("2026-03-03T10:01:00Z", "HOME", std::byte{2})));
    EXPECT_TRUE(ledger.add(seen("2026-03-03T10:01:00Z", "HOME", std::byte{1}, TelemetryType::open)));
}

TEST(ImpressionLedger, HalfAnHourReachesOverMidnight) {
    ImpressionLedger ledger;
    EXPECT_TRUE(ledger.add(seen("2026-03-03T23:50:00Z")));
    EXPECT_FALSE(ledger.add(seen("2026-03-04T00:10:00Z")));
    EXPECT_TRUE(ledger.add(seen("2026-03-04T00:20:00Z")));
    EXPECT_FALSE(ledger.add(seen("2026-03-03T23:55:00Z"))) << "late ones too";
}

TEST(ImpressionLedger, GoesOnFromItsStates) {
    ImpressionLedger before;
    const auto fact = before.add(seen("2026-03-03T10:00:00Z"));
    ASSERT_TRUE(fact);
    std::vector<CountingState> states;
    before.take_states(states);
    ASSERT_EQ(states.size(), 1U);
    ImpressionLedger after;
    ASSERT_TRUE(after.restore(states[0].key, states[0].bytes));
    EXPECT_FALSE(after.add(seen("2026-03-03T10:10:00Z")));
    EXPECT_FALSE(after.restore(states[0].key, "\x05"));
    after.forget_before(day_of(fact->at) + std::chrono::days{1});
    EXPECT_EQ(after.add(seen("2026-03-03T10:00:00Z"))->key, fact->key) << "the same fact has the same name";
}

}  // namespace
}  // namespace mooring::analytics
