#include "mooring/analytics/counting/download_ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "mooring/base/time_text.hpp"

namespace mooring::analytics {
namespace {

constexpr std::int64_t size = 9'650'000;
const MediaRegion ten_minutes{
    .size_bytes = size, .begin = 50'000, .end = size, .duration = std::chrono::milliseconds{600'000}};

HitKey key_of(unsigned number) {
    HitKey key{};
    for (std::size_t index = 0; index < 4; ++index) key[index] = static_cast<std::byte>(number >> (8 * index));
    key[15] = std::byte{1};
    return key;
}

RawHit hit_at(std::string_view time, unsigned number = 1, unsigned listener = 1) {
    RawHit hit;
    hit.hit_id = key_of(number);
    hit.net_key = key_of(listener);
    hit.ip_key = key_of(listener);
    hit.at = *parse_iso8601(time);
    hit.method = "GET";
    hit.status = 200;
    hit.show_id = 7;
    hit.episode_id = 100;
    hit.revision = "r1";
    hit.sent_bytes = size;
    return hit;
}

/// Facts by name, as a store would hold them after applying `changes` one after another.
class Facts {
public:
    void apply(DownloadLedger& ledger) {
        PlayChanges changes;
        ledger.take_changes(changes);
        for (const PlayName& name : changes.withdrawn) plays_.erase(name);
        for (const Play& play : changes.put) plays_.insert_or_assign(name_of(play), play);
        for (const CountingState& state : changes.states) states_.insert_or_assign(state.key, state.bytes);
    }
    std::size_t count(PlayKind kind = PlayKind::download) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(plays_, [&](const auto& play) { return play.second.kind == kind; }));
    }
    std::string days() const {
        std::map<std::string, int> days;
        for (const auto& [name, play] : plays_) ++days[iso8601_date(name.day)];
        std::string text;
        for (const auto& [day, count] : days) text += day.substr(5) + ":" + std::to_string(count) + " ";
        return text;
    }
    const std::map<PlayName, Play>& plays() const { return plays_; }
    const std::map<std::string, std::string>& states() const { return states_; }

private:
    std::map<PlayName, Play> plays_;
    std::map<std::string, std::string> states_;
};

Facts count(const std::vector<RawHit>& hits, const CountingRules& rules = {}) {
    DownloadLedger ledger{rules};
    Facts facts;
    for (const RawHit& hit : hits) ledger.add(hit, ten_minutes, {});
    facts.apply(ledger);
    return facts;
}

TEST(DownloadLedger, KeepsTheFourRequestTableOfTheGuidelines) {
    // measurement.md, 6.4: Mon 22:00, Tue 03:00, Tue 22:15, Wed 23:15
    const std::vector<RawHit> hits{hit_at("2026-03-02T22:00:00Z", 1), hit_at("2026-03-03T03:00:00Z", 2),
                                   hit_at("2026-03-03T22:15:00Z", 3), hit_at("2026-03-04T23:15:00Z", 4)};
    EXPECT_EQ(count(hits).days(), "03-02:1 03-03:1 03-04:1 ");
    EXPECT_EQ(count(hits, {.window = DownloadWindow::first_touch}).days(), "03-02:1 03-03:1 03-04:1 ");
    const auto calendar = count({hits[0], hits[1], hits[2], hits[3]});
    EXPECT_EQ(calendar.count(), 3U);  // 1,1,0,1 by request: the third is in the second's day
}

TEST(DownloadLedger, SplitsDaysAtMidnight) {
    EXPECT_EQ(count({hit_at("2026-02-28T23:59:59.999Z", 1), hit_at("2026-03-01T00:00:00Z", 2)}).days(),
              "02-28:1 03-01:1 ");
    const auto moving = count({hit_at("2026-02-28T23:59:59.999Z", 1), hit_at("2026-03-01T23:59:59.998Z", 2),
                               hit_at("2026-03-01T23:59:59.999Z", 3)},
                              {.window = DownloadWindow::first_touch});
    EXPECT_EQ(moving.days(), "02-28:1 03-01:1 ");
}

TEST(DownloadLedger, PutsPartsTogetherAndCountsNothingTwice) {
    RawHit first = hit_at("2026-03-03T10:00:02Z", 1);
    first.ranges = {{0, 499'999}};
    first.sent_bytes = 500'000;
    RawHit second = hit_at("2026-03-03T10:00:20Z", 2);
    second.ranges = {{400'000, 1'059'999}};
    second.sent_bytes = 660'000;
    EXPECT_EQ(count({first}).count(), 0U);
    EXPECT_EQ(count({first, second}).count(), 1U);
    RawHit again = first;
    again.hit_id = key_of(3);
    EXPECT_EQ(count({first, again, again}).count(), 0U);
    RawHit other_revision = second;
    other_revision.revision = "r2";
    EXPECT_EQ(count({first, other_revision}).count(), 0U);
}

TEST(DownloadLedger, LetsTheLastRecordOfATransferStand) {
    RawHit provisional = hit_at("2026-03-03T10:00:00Z");
    provisional.flags = flag_provisional;
    provisional.sent_bytes = 600'000;
    const RawHit done = hit_at("2026-03-03T10:00:00Z");
    EXPECT_EQ(count({provisional}).count(), 0U);
    EXPECT_EQ(count({provisional, done}).plays(), count({done}).plays());
    EXPECT_EQ(count({done, provisional}).plays(), count({done}).plays());
}

TEST(DownloadLedger, WithdrawsADayOfAnAddressOverTheLimitWhateverTheOrder) {
    const CountingRules rules{.volume_limit = 200};
    const auto hits_of = [](unsigned count) {
        std::vector<RawHit> hits;
        for (unsigned number = 0; number < count; ++number) {
            hits.push_back(hit_at("2026-03-03T10:00:00Z", number));
            hits.back().episode_id = number;
        }
        return hits;
    };
    EXPECT_EQ(count(hits_of(200), rules).count(), 200U);
    EXPECT_EQ(count(hits_of(201), rules).count(), 0U);

    DownloadLedger ledger{rules};
    Facts facts;
    for (const RawHit& hit : hits_of(201)) {
        ledger.add(hit, ten_minutes, {});
        facts.apply(ledger);  // one batch each
    }
    EXPECT_EQ(facts.count(), 0U);
    EXPECT_EQ(ledger.disposition_of(hits_of(1)[0]), Disposition::volume);

    auto safe = hits_of(201);
    for (RawHit& hit : safe) hit.flags = flag_safe_network;
    EXPECT_EQ(count(safe, rules).count(), 201U);
}

TEST(DownloadLedger, MovesRequestsOfOurPlayerOverWhenItsEventsComeLate) {
    DownloadLedger ledger{{}};
    Facts facts;
    RawHit hit = hit_at("2026-03-03T10:00:00Z");
    hit.playback_id = "p1";
    ledger.add(hit, ten_minutes, {});
    facts.apply(ledger);
    EXPECT_EQ(facts.count(), 1U);
    EXPECT_EQ(ledger.disposition_of(hit), Disposition::counted);
    ledger.accept_playback("p1", day_of(hit.at));
    facts.apply(ledger);
    EXPECT_EQ(facts.count(), 0U);
    EXPECT_EQ(facts.count(PlayKind::own_player_download), 1U);
    EXPECT_EQ(ledger.disposition_of(hit), Disposition::own_player);

    DownloadLedger events_first{{}};
    Facts same;
    events_first.accept_playback("p1", day_of(hit.at));
    events_first.add(hit, ten_minutes, {});
    same.apply(events_first);
    EXPECT_EQ(same.plays(), facts.plays());
}

/// A month of traffic in which everything happens: parts, repeats, revisions, our own player, busy addresses.
std::vector<RawHit> traffic(std::mt19937& random) {
    std::vector<RawHit> hits;
    for (unsigned number = 0; number < 400; ++number) {
        RawHit hit = hit_at("2026-02-20T00:00:00Z", number, static_cast<unsigned>(random() % 12));
        hit.ip_key = key_of(static_cast<unsigned>(random() % 3));
        hit.net_key[5] = hit.ip_key[0];
        hit.at += std::chrono::minutes{random() % (20U * 24U * 60U)};
        hit.episode_id = random() % 4;
        hit.revision = random() % 8 == 0 ? "r2" : "r1";
        if (random() % 3 != 0) {
            const std::int64_t first = random() % 1'500'000U;
            hit.ranges = {{first, first + random() % 900'000U}};
            hit.sent_bytes = hit.ranges[0].second - first + 1;
        }
        if (random() % 10 == 0) hit.playback_id = "p" + std::to_string(random() % 5);
        hits.push_back(hit);
    }
    return hits;
}

TEST(DownloadLedger, DependsOnTheSetOfRecordsAlone) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        for (const DownloadWindow window : {DownloadWindow::calendar, DownloadWindow::first_touch}) {
            std::mt19937 random{seed};
            const CountingRules rules{.window = window, .volume_limit = 6};
            std::vector<RawHit> hits = traffic(random);
            DownloadLedger in_order{rules};
            Facts expected;
            for (const RawHit& hit : hits) in_order.add(hit, ten_minutes, {});
            in_order.accept_playback("p1", day_of(hits[0].at));
            expected.apply(in_order);

            for (std::size_t repeat = 0; repeat < 100; ++repeat) hits.push_back(hits[random() % 400]);
            std::ranges::shuffle(hits, random);
            DownloadLedger shuffled{rules};
            Facts facts;
            for (const RawHit& hit : hits) {
                shuffled.add(hit, ten_minutes, {});
                if (random() % 20 == 0) facts.apply(shuffled);
                if (random() % 100 == 0) shuffled.accept_playback("p1", day_of(hit.at));
            }
            shuffled.accept_playback("p1", day_of(hits[0].at));
            facts.apply(shuffled);
            ASSERT_TRUE(facts.plays() == expected.plays()) << seed;
        }
    }
}

TEST(DownloadLedger, GoesOnAfterARestartAsIfThereHadBeenNone) {
    for (unsigned seed = 0; seed < 10; ++seed) {
        std::mt19937 random{seed};
        const CountingRules rules{.volume_limit = 6};
        const std::vector<RawHit> hits = traffic(random);
        DownloadLedger steady{rules};
        Facts expected;
        for (const RawHit& hit : hits) steady.add(hit, ten_minutes, {});
        expected.apply(steady);

        Facts facts;
        auto ledger = std::make_unique<DownloadLedger>(rules);
        for (const RawHit& hit : hits) {
            ledger->add(hit, ten_minutes, {});
            if (random() % 40 != 0) continue;
            facts.apply(*ledger);
            ledger = std::make_unique<DownloadLedger>(rules);
            for (const auto& [key, bytes] : facts.states()) ASSERT_TRUE(ledger->restore(key, bytes));
        }
        facts.apply(*ledger);
        ASSERT_TRUE(facts.plays() == expected.plays()) << seed;
    }
}

TEST(DownloadLedger, RefusesStatesThatAreNone) {
    DownloadLedger ledger{{}};
    Facts facts;
    ledger.add(hit_at("2026-03-03T10:00:00Z"), ten_minutes, {.app = "Overcast"});
    facts.apply(ledger);
    const auto& [key, bytes] = *facts.states().begin();
    EXPECT_TRUE(ledger.restore(key, bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_FALSE(ledger.restore(key, bytes.substr(0, length))) << length;
    }
    EXPECT_FALSE(ledger.restore("x", bytes));
}

TEST(DownloadLedger, ForgetsOldDaysWithoutTakingThemBack) {
    DownloadLedger ledger{{}};
    Facts facts;
    ledger.add(hit_at("2026-03-03T10:00:00Z"), ten_minutes, {});
    facts.apply(ledger);
    ledger.forget_before(day_of(*parse_iso8601("2026-03-04T00:00:00Z")));
    EXPECT_EQ(ledger.open_groups(), 0U);
    facts.apply(ledger);
    EXPECT_EQ(facts.count(), 1U);
}

// The playback's events came after its requests' day had been forgotten; the counter must not look for it.
TEST(DownloadLedger, LetsForgottenGroupsBeWhenTheirPlaybackIsAcceptedLate) {
    DownloadLedger ledger{{}};
    Facts facts;
    RawHit hit = hit_at("2026-03-02T10:00:00Z");
    hit.playback_id = "p1";
    ledger.add(hit, ten_minutes, {});
    facts.apply(ledger);
    ledger.forget_before(day_of(*parse_iso8601("2026-03-04T00:00:00Z")));
    ledger.accept_playback("p1", day_of(*parse_iso8601("2026-03-04T00:00:00Z")));
    facts.apply(ledger);
    EXPECT_EQ(facts.count(), 1U);
}

}  // namespace
}  // namespace mooring::analytics
