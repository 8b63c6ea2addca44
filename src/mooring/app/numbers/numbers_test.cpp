#include "mooring/app/numbers/numbers.hpp"

#include <gtest/gtest.h>

#include "mooring/app/numbers/places.hpp"
#include "mooring/storage/plays/memory/memory_plays.hpp"

namespace mooring::app::numbers {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::year;

constexpr sys_days day = year{2026} / 3 / 10;

storage::PlayBatch downloads_at(std::initializer_list<Instant> times) {
    storage::PlayBatch batch;
    std::uint64_t listener = 0;
    for (const Instant at : times) {
        batch.changes.put.push_back({.show = ShowId{1}, .episode = EpisodeId{7}, .at = at, .listener = ++listener});
    }
    return batch;
}

TEST(Numbers, LeaveOutToday) {
    const auto plays = std::make_shared<storage::memory::MemoryPlays>();
    ASSERT_TRUE(plays->append(downloads_at({Instant{day} - std::chrono::seconds{1}, Instant{day}})));
    Numbers numbers{plays, {.shows = {ShowId{1}}}, Instant{day} + hours{9}};
    const auto all = numbers.all_days();
    ASSERT_TRUE(all);
    EXPECT_EQ(*all, (DayRange{day - days{1}, day}));
    EXPECT_EQ(numbers.count(Metric::sd, {day - days{5}, day + days{5}}).value(), 1);
    EXPECT_EQ(counts_of_all_days(numbers, Metric::sd).value(), (std::map<EpisodeId, std::int64_t>{{EpisodeId{7}, 1}}));
}

TEST(Numbers, TakeRangesOfAnyLength) {
    const auto plays = std::make_shared<storage::memory::MemoryPlays>();
    ASSERT_TRUE(plays->append(downloads_at({day - days{150}, day - days{57}, day - days{1}})));
    Numbers numbers{plays, {.shows = {ShowId{1}}}, day};
    const DayRange ages{sys_days{}, sys_days{} + days{47'000}};
    EXPECT_EQ(numbers.count(Metric::sd, ages).value(), 3);
    const auto hours_of_all = numbers.cells({.metric = Metric::sd, .days = ages, .bucket = Bucket::hour});
    ASSERT_TRUE(hours_of_all) << hours_of_all.error().message;
    EXPECT_EQ(hours_of_all->size(), 3U);
}

TEST(Numbers, OfNothingAreZero) {
    Numbers numbers{std::make_shared<storage::memory::MemoryPlays>(), {.shows = {ShowId{1}}}, day};
    EXPECT_EQ(numbers.all_days().value().days(), 0);
    EXPECT_EQ(numbers.count(Metric::reach, {day - days{7}, day}).value(), 0);
}

TEST(Numbers, SayWhenPlaysAreAway) {
    Numbers numbers{nullptr, {.shows = {ShowId{1}}}, day};
    EXPECT_EQ(numbers.count(Metric::sd, {day - days{7}, day}).error().code, Errc::unavailable);
}

TEST(CompleteDays, AreProvisionalUntilSix) {
    const DayRange until_yesterday{day - days{3}, day};
    EXPECT_TRUE(is_provisional(until_yesterday, Instant{day} + hours{6} - std::chrono::microseconds{1}));
    EXPECT_FALSE(is_provisional(until_yesterday, Instant{day} + hours{6}));
    EXPECT_FALSE(is_provisional({day - days{3}, day - days{1}}, day));
    EXPECT_FALSE(is_provisional({day, day}, day));
}

TEST(CompleteDays, CountTheKeysOfMonths) {
    EXPECT_EQ(key_periods({year{2026} / 2 / 22, year{2026} / 3 / 1}), 1);
    EXPECT_EQ(key_periods({year{2026} / 2 / 23, year{2026} / 3 / 2}), 2);
    EXPECT_EQ(key_periods({year{2025} / 12 / 31, year{2026} / 3 / 2}), 4);
    EXPECT_EQ(key_periods({day, day}), 1);
}

TEST(Countries, HaveEnglishShortNames) {
    EXPECT_EQ(country_name("DE"), "Germany");
    EXPECT_EQ(country_name("US"), "United States");
    EXPECT_EQ(country_name("CZ"), "Czech Republic");
    EXPECT_EQ(country_name("VN"), "Vietnam");
    EXPECT_EQ(country_name("PS"), "Palestine");
    EXPECT_EQ(country_name("XK"), "Kosovo");
    EXPECT_EQ(country_name("ZZ"), "");
    EXPECT_EQ(country_name(""), "");
    EXPECT_EQ(country_of("gerMANY"), "DE");
    EXPECT_EQ(country_of("CÔTE D’IVOIRE"), "CI");
    EXPECT_FALSE(country_of("Atlantis"));
}

}  // namespace
}  // namespace mooring::app::numbers
