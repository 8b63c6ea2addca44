#include "mooring/analytics/listening/playback.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/analytics/listening/retention.hpp"
#include "mooring/analytics/play_changes.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::analytics {
namespace {

using std::chrono::milliseconds;

PlaybackEvent event_of(std::string pid, unsigned actor, std::string_view at, std::vector<Interval> heard,
                       unsigned number = 0) {
    static unsigned counter = 1000;
    PlaybackEvent event;
    const unsigned id = number == 0 ? ++counter : number;
    event.id[0] = static_cast<std::byte>(id & 0xFFU);
    event.id[1] = static_cast<std::byte>(id >> 8U);
    event.at = *parse_iso8601(at);
    event.playback_id = std::move(pid);
    event.show = domain::ShowId{1};
    event.episode = domain::EpisodeId{1};
    event.revision = "r1";
    event.heard_ms = std::move(heard);
    event.actor[0] = static_cast<std::byte>(actor);
    return event;
}

constexpr milliseconds ten_minutes{600'000};

/// The five sessions of measurement.md, 13.2.
std::map<std::string, Playback> five_sessions() {
    std::map<std::string, Playback> playbacks;
    const auto add = [&](const PlaybackEvent& event) { static_cast<void>(playbacks[event.playback_id].add(event)); };
    add(event_of("s1", 1, "2026-03-03T10:00:45Z", {{0, 45'000}}));
    add(event_of("s1", 1, "2026-03-03T10:03:00Z", {{45'000, 120'000}, {300'000, 360'000}}));
    add(event_of("s2", 2, "2026-03-03T10:00:45Z", {{0, 29'600}}));
    add(event_of("s3", 1, "2026-03-03T18:01:00Z", {{100'000, 160'000}}));
    PlaybackEvent fast = event_of("s4", 3, "2026-03-03T12:05:00Z", {{0, 600'000}});
    fast.rate = 2.0;
    add(fast);
    const PlaybackEvent twice = event_of("s5", 4, "2026-03-03T12:00:40Z", {{0, 40'000}});
    add(twice);
    add(twice);
    return playbacks;
}

TEST(WorkedExample, FiveSessionsInNumbers) {
    std::vector<Play> plays;
    for (const auto& [pid, playback] : five_sessions()) {
        for (Play& play : playback.plays(ten_minutes)) plays.push_back(std::move(play));
    }
    const auto count = [&](auto member) { return std::ranges::count(plays, true, member); };
    EXPECT_EQ(count(&Play::is_start), 5);
    EXPECT_EQ(count(&Play::is_play), 4);
    EXPECT_EQ(count(&Play::is_stream), 3);
    std::int64_t listened = 0;
    std::map<ListenerId, IntervalSet> heard;
    for (const Play& play : plays) {
        listened += play.listened_ms;
        heard[play.listener].add(decode_heard(play.heard).value());
    }
    EXPECT_EQ(listened, 909'600);

    CurveBuilder builder{600};
    for (const auto& [listener, stretches] : heard) builder.add_listener(stretches);
    const RetentionCurve curve = builder.finish();
    ASSERT_EQ(curve.samples.size(), 600U);
    const std::map<std::size_t, std::int64_t> expected{{0, 4},   {29, 4},  {30, 3},  {39, 3},  {40, 2},  {159, 2},
                                                       {160, 1}, {299, 1}, {300, 2}, {359, 2}, {360, 1}, {599, 1}};
    for (const auto& [second, sample] : expected) EXPECT_EQ(curve.samples[second], sample) << second;
    EXPECT_EQ(curve.seconds_heard, 890);
    EXPECT_EQ(curve.completed, 1);
    EXPECT_EQ(curve.listeners, 4);
    const CurveFigures figures = figures_of(curve);
    EXPECT_EQ(figures.max, 4);
    EXPECT_EQ(figures.peak_second, 0);
    EXPECT_EQ(figures.median_second, 40);
    EXPECT_EQ(figures.median_percent, 7);
    EXPECT_EQ(share_at(curve, 25), 50);
    EXPECT_EQ(share_at(curve, 50), 50);
    EXPECT_EQ(share_at(curve, 75), 25);
    EXPECT_EQ(share_at(curve, 100), 25);
}

TEST(Playback, KeepsTheEdgesOfPlayAndStream) {
    struct Case {
        std::int64_t listened;
        std::int64_t duration;
        bool is_play;
        bool is_stream;
    };
    for (const Case& row :
         {Case{29'999, 600'000, false, false}, Case{30'000, 600'000, true, false}, Case{59'999, 600'000, true, false},
          Case{60'000, 600'000, true, true}, Case{7'999, 8'400, false, false}, Case{8'000, 8'400, true, true},
          Case{29'000, 29'900, true, true}, Case{45'000, 45'000, true, true}, Case{44'999, 45'000, true, false},
          Case{59'000, 59'999, true, true}}) {
        Playback playback;
        ASSERT_TRUE(playback.add(event_of("p", 1, "2026-03-03T10:00:00Z", {{0, row.listened}})));
        const auto plays = playback.plays(milliseconds{row.duration});
        ASSERT_EQ(plays.size(), 1U);
        EXPECT_TRUE(plays[0].is_start);
        EXPECT_EQ(plays[0].is_play, row.is_play) << row.listened << " of " << row.duration;
        EXPECT_EQ(plays[0].is_stream, row.is_stream) << row.listened << " of " << row.duration;
    }
}

TEST(Playback, IsNothingBeforeSomethingWasHeard) {
    Playback playback;
    PlaybackEvent start = event_of("p", 1, "2026-03-03T10:00:00Z", {});
    start.type = EventType::start;
    ASSERT_TRUE(playback.add(start));
    EXPECT_FALSE(playback.add(start));
    EXPECT_TRUE(playback.plays(ten_minutes).empty());
}

TEST(Playback, PutsFlagsOnItsFirstDayAndTimeWhereItWasReported) {
    Playback playback;
    PlaybackEvent start = event_of("p", 1, "2026-03-03T23:59:50Z", {});
    start.type = EventType::start;
    ASSERT_TRUE(playback.add(event_of("p", 1, "2026-03-04T00:00:50Z", {{0, 60'000}})));
    ASSERT_TRUE(playback.add(start));
    const auto plays = playback.plays(ten_minutes);
    ASSERT_EQ(plays.size(), 2U);
    EXPECT_TRUE(plays[0].is_stream);
    EXPECT_EQ(plays[0].listened_ms, 0);
    EXPECT_FALSE(plays[1].is_start);
    EXPECT_EQ(plays[1].listened_ms, 60'000);
    EXPECT_NE(name_of(plays[0]), name_of(plays[1]));
}

TEST(Playback, BeginsAnotherSessionADayLater) {
    Playback playback;
    ASSERT_TRUE(playback.add(event_of("p", 1, "2026-03-03T10:00:00Z", {{0, 60'000}})));
    ASSERT_TRUE(playback.add(event_of("p", 1, "2026-03-04T10:00:00Z", {{60'000, 90'000}})));
    EXPECT_EQ(std::ranges::count(playback.plays(ten_minutes), true, &Play::is_start), 1);
    ASSERT_TRUE(playback.add(event_of("p", 1, "2026-03-04T10:00:01Z", {{90'000, 120'000}})));
    const auto plays = playback.plays(ten_minutes);
    EXPECT_EQ(std::ranges::count(plays, true, &Play::is_start), 2);
    EXPECT_EQ(std::ranges::count(plays, true, &Play::is_stream), 1);
}

TEST(HeardSeconds, AgreeWithCountingMilliseconds) {
    std::mt19937 random{13};
    for (int round = 0; round < 300; ++round) {
        IntervalSet heard;
        std::vector<bool> milliseconds_heard(10'000);
        for (auto count = random() % 8; count > 0; --count) {
            const auto begin = static_cast<std::int64_t>(random() % 10'500);
            const auto end = begin + static_cast<std::int64_t>(random() % 2'500);
            heard.add(begin, end);
            for (std::int64_t at = begin; at < end && at < 10'000; ++at)
                milliseconds_heard[static_cast<std::size_t>(at)] = true;
        }
        const IntervalSet seconds = heard_seconds(heard, 10);
        for (std::int64_t second = 0; second < 10; ++second) {
            const auto begin = milliseconds_heard.begin() + second * 1000;
            const bool is_heard = std::count(begin, begin + 1000, true) >= 500;
            ASSERT_EQ(seconds.covers(second, second + 1), is_heard) << second;
        }
        ASSERT_EQ(decode_heard(encode_heard(heard)).value(), heard);
    }
}

TEST(HeardSeconds, PutTwoSessionsTogether) {
    IntervalSet heard;
    heard.add(0, 499);
    EXPECT_TRUE(heard_seconds(heard, 10).empty());
    heard.add(700, 701);
    EXPECT_EQ(heard_seconds(heard, 10).length(), 1);
}

TEST(DecodeHeard, RefusesGarbledBytes) {
    EXPECT_FALSE(decode_heard("\x80"));
    EXPECT_FALSE(decode_heard("\x05"));
    EXPECT_TRUE(decode_heard("").value().empty());
}

}  // namespace
}  // namespace mooring::analytics
