#include "mooring/api/analytics/time_range.hpp"

#include <gtest/gtest.h>

namespace mooring::api::analytics {
namespace {

using std::chrono::days;
using std::chrono::year;

constexpr sys_days today = year{2026} / 3 / 13;
constexpr sys_days first = year{2026} / 3 / 4;

TimeRange range_of(std::int64_t begin, std::int64_t end, const char* interval = "86400") {
    const auto range = read_time_range({std::to_string(begin), std::to_string(end), interval}, first, today);
    EXPECT_TRUE(range) << range.error().message;
    return **range;
}

std::string fault_of(const TimeParameters& asked) {
    const auto range = read_time_range(asked, first, today);
    return range ? "none" : range.error().parameter;
}

TEST(TimeRange, RoundsToTheNearestMidnight) {
    const std::int64_t midnight = 1'772'928'000;
    for (const auto& [at, day] : {std::pair{43'199, 0}, std::pair{43'200, 1}, std::pair{43'201, 1}, std::pair{0, 0}}) {
        EXPECT_EQ(unix_seconds(range_of(midnight + at, midnight + 200'000).begin), midnight + day * 86'400) << at;
    }
    // The recorded case of a client two hours east of Greenwich.
    const TimeRange recorded = range_of(1'682'892'000, 1'683'151'200);
    EXPECT_EQ(unix_seconds(recorded.begin), 1'682'899'200);
    EXPECT_EQ(unix_seconds(recorded.end), 1'683'158'400);
    EXPECT_EQ(recorded.buckets(today).size(), 4U);
    EXPECT_EQ(unix_seconds(range_of(midnight + 1'799, midnight + 5'400, "3600").begin), midnight);
    EXPECT_EQ(unix_seconds(range_of(midnight + 1'799, midnight + 5'400, "3600").end), midnight + 7'200);
}

TEST(TimeRange, IncludesBothEndsButNotToday) {
    EXPECT_EQ(range_of(1'772'928'000, 1'773'187'200).buckets(today).size(), 4U);
    EXPECT_EQ(range_of(1'772'928'000, 1'772'928'000).buckets(today).size(), 1U);
    const auto by_default = read_time_range({}, first, today);
    EXPECT_EQ((*by_default)->buckets(today).size(), 9U);
    EXPECT_EQ((*by_default)->days(today), (DayRange{first, today}));
    EXPECT_TRUE(range_of(unix_seconds(today), 1'900'000'000).buckets(today).empty());
    EXPECT_EQ(range_of(unix_seconds(today), 1'900'000'000).days(today).days(), 0);
    EXPECT_EQ(range_of(1'773'349'200, 1'773'356'400, "3600").buckets(today).size(), 3U);
    EXPECT_EQ(range_of(1'773'352'800, 1'773'400'000, "3600").buckets(today).size(), 2U);
}

TEST(TimeRange, CutsWeeksAndMonths) {
    const TimeRange weeks = range_of(1'772'582'400, 1'773'360'000, "604800");
    EXPECT_EQ(weeks.buckets(today), (std::vector<Instant>{sys_days{year{2026} / 3 / 2}, sys_days{year{2026} / 3 / 9}}));
    // From a leap day over the end of a year.
    const TimeRange months = range_of(1'709'164'800, 1'735'776'000, "2628000");
    const auto buckets = months.buckets(today);
    ASSERT_EQ(buckets.size(), 12U);
    EXPECT_EQ(buckets.front(), Instant{sys_days{year{2024} / 2 / 1}});
    EXPECT_EQ(buckets.back(), Instant{sys_days{year{2025} / 1 / 1}});
    const TimeRange new_year = range_of(1'735'516'800, 1'736'121'600, "604800");
    EXPECT_EQ(new_year.buckets(today),
              (std::vector<Instant>{sys_days{year{2024} / 12 / 30}, sys_days{year{2025} / 1 / 6}}));
}

TEST(TimeRange, IsNoneWithoutABeginning) {
    EXPECT_FALSE(read_time_range({}, std::nullopt, today).value());
    EXPECT_FALSE(read_time_range({std::nullopt, "1773187200", "3600"}, std::nullopt, today).value());
    EXPECT_TRUE(read_time_range({"1773187200", std::nullopt, std::nullopt}, std::nullopt, today).value());
}

TEST(TimeRange, NamesTheParameterAtFault) {
    for (const char* text : {"-1", "+1", "1.5", " 1", "x", "2026-03-01", "1772928000000", "4102444800", "0x10"}) {
        EXPECT_EQ(fault_of({text, std::nullopt, std::nullopt}), "timeRangeStart") << text;
        EXPECT_EQ(fault_of({std::nullopt, text, std::nullopt}), "timeRangeEnd") << text;
        EXPECT_EQ(fault_of({std::nullopt, std::nullopt, text}), "timeInterval") << text;
    }
    EXPECT_EQ(fault_of({"4102444799", "4102444799", std::nullopt}), "none");
    EXPECT_EQ(fault_of({"0", "0", std::nullopt}), "none");
    EXPECT_EQ(fault_of({"1773187201", "1773187200", std::nullopt}), "timeRangeStart");
    EXPECT_EQ(fault_of({std::nullopt, "1700000000", std::nullopt}), "timeRangeEnd");
    const std::int64_t begin = 1'760'054'400;
    const auto hours_until = [&](std::int64_t end) {
        return fault_of({std::to_string(begin), std::to_string(end), "3600"});
    };
    EXPECT_EQ(hours_until(begin + 92 * 86'400), "none");
    EXPECT_EQ(hours_until(begin + 92 * 86'400 + 3'600), "timeInterval");
}

}  // namespace
}  // namespace mooring::api::analytics
