#include "mooring/app/measuring/invented_plays.hpp"

#include <gtest/gtest.h>

#include "mooring/storage/plays/memory/memory_plays.hpp"

namespace mooring::app::measuring {
namespace {

using analytics::Metric;
using std::chrono::days;

constexpr std::chrono::sys_days today = std::chrono::year{2026} / 3 / 12;
constexpr analytics::DayRange all_days{today - days{100}, today + days{1}};

InventionPlan plan_of(std::int64_t plays) {
    InventionPlan plan{.plays = plays, .today = today};
    for (int number = 0; number < 6; ++number) {
        plan.episodes.push_back({.show = domain::ShowId{number % 2 + 1},
                                 .episode = domain::EpisodeId{100 + number},
                                 .published_at = today - days{10 * number},
                                 .duration = std::chrono::milliseconds{1'200'000},
                                 .revision = "r1"});
    }
    return plan;
}

std::int64_t total(storage::PlayStore& plays, Metric metric) {
    return plays.answer({.metric = metric, .days = all_days}).value().cells[0].count;
}

TEST(InventPlays, AddsUpToWhatWasAskedForAndStaysTheSame) {
    storage::memory::MemoryPlays first;
    storage::memory::MemoryPlays second;
    ASSERT_TRUE(invent_plays(plan_of(3000), first, [](std::int64_t) {}));
    ASSERT_TRUE(invent_plays(plan_of(3000), second, [](std::int64_t) {}));
    EXPECT_EQ(total(first, Metric::pd), 3000);
    for (const auto& row : analytics::metric_catalog()) {
        EXPECT_EQ(first.answer({.metric = row.metric, .days = all_days}).value(),
                  second.answer({.metric = row.metric, .days = all_days}).value())
            << row.id;
    }
    ASSERT_TRUE(invent_plays(plan_of(3000), first, [](std::int64_t) {}));
    EXPECT_EQ(total(first, Metric::pd), 3000);
}

TEST(InventPlays, LooksLikePeople) {
    storage::memory::MemoryPlays plays;
    ASSERT_TRUE(invent_plays(plan_of(6000), plays, [](std::int64_t) {}));
    EXPECT_GT(total(plays, Metric::returning_listeners) + total(plays, Metric::new_listeners), 500);
    EXPECT_GT(total(plays, Metric::plays), total(plays, Metric::listeners));
    EXPECT_GT(total(plays, Metric::funnel_streams), 50);
    EXPECT_GT(total(plays, Metric::followers), 5);
    const auto apps = plays.answer({.metric = Metric::sd, .days = all_days, .breakdown = {analytics::Dimension::app}});
    EXPECT_GE(apps.value().cells.size(), 8U);
    const auto ages = plays.answer({.metric = Metric::streams,
                                    .days = all_days,
                                    .breakdown = {analytics::Dimension::age, analytics::Dimension::gender}});
    EXPECT_GE(ages.value().cells.size(), 15U);
    const auto after = plays.answer({.metric = Metric::sd, .days = {today + days{1}, today + days{50}}});
    EXPECT_EQ(after.value().cells[0].count, 0);
}

}  // namespace
}  // namespace mooring::app::measuring
