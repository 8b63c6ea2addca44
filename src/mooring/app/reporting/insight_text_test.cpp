#include "mooring/app/reporting/insight_text.hpp"

#include <gtest/gtest.h>

namespace mooring::app::reporting {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

constexpr sys_days first = year{2026} / 3 / 1;

InsightFacts week() {
    InsightFacts facts;
    facts.begin = first;
    facts.end = first + days{7};
    return facts;
}

TEST(InsightText, SaysEverythingThatIsKnown) {
    InsightFacts facts = week();
    facts.plays = 12'345;
    facts.plays_before = 10'000;
    facts.best_day = first + days{2};
    facts.best_day_plays = 2'000;
    facts.listeners = 400;
    facts.new_listeners = 100;
    facts.completion = 0.634;
    facts.episode = LargestShare{"Tides", 0.3};
    facts.country = LargestShare{"Germany", 0.405};
    facts.app = LargestShare{"Overcast", 0.5};
    facts.follower_growth = -1;
    EXPECT_EQ(insight_text(facts),
              "There were 12,345 streams and downloads in the 7 days up to 2026-03-07, 23 % more than in the days "
              "before. The best day was 2026-03-03 with 2,000. 400 people listened, 100 of them (25 %) for the first "
              "time. They heard 63 % of an episode on average. The most heard episode was \"Tides\" with 30 % of it "
              "all. The largest part, 41 %, came from Germany. The most used application was Overcast with 50 %. At "
              "the end 1 person fewer followed the show than at the beginning.");
}

TEST(InsightText, ComparesOnlyWithWhatIsThere) {
    InsightFacts facts = week();
    facts.end = facts.begin + days{1};
    facts.plays = 1;
    EXPECT_EQ(insight_text(facts), "There was 1 stream or download on 2026-03-01.");
    facts.plays_before = 0;
    EXPECT_EQ(insight_text(facts), "There was 1 stream or download on 2026-03-01, after none in the days before.");
    facts.plays_before = 1;
    EXPECT_EQ(insight_text(facts), "There was 1 stream or download on 2026-03-01, as many as in the days before.");
    facts.plays = 1'000;
    facts.plays_before = 1'001;
    EXPECT_EQ(insight_text(facts),
              "There were 1,000 streams and downloads on 2026-03-01, less than 1 % fewer than in the days before.");
}

TEST(InsightText, IsNeverEmpty) {
    EXPECT_EQ(insight_text(week()), "Nothing was heard in the 7 days up to 2026-03-07.");
    EXPECT_EQ(insight_text(InsightFacts{}), "No day of these is complete yet.");
}

}  // namespace
}  // namespace mooring::app::reporting
