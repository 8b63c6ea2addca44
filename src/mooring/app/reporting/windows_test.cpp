#include "mooring/app/reporting/windows.hpp"

#include <gtest/gtest.h>

namespace mooring::app::reporting {
namespace {

using analytics::DayRange;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

sys_days day(int y, unsigned m, unsigned d) {
    return sys_days{year{y} / std::chrono::month{m} / std::chrono::day{d}};
}

Window last(int count) {
    return {.kind = Window::Kind::last_days, .days = count};
}

TEST(Windows, EndWithTheLastCompleteDay) {
    const Instant before = Instant{day(2026, 3, 9)} - std::chrono::seconds{1};
    EXPECT_EQ(days_of(last(7), {}, before).asked, (DayRange{day(2026, 3, 1), day(2026, 3, 8)}));
    const Instant midnight{day(2026, 3, 9)};
    EXPECT_EQ(days_of(last(7), {}, midnight).asked, (DayRange{day(2026, 3, 2), day(2026, 3, 9)}));
}

TEST(Windows, TakeTodayInInNearRealTime) {
    Window window = last(7);
    window.is_near_real_time = true;
    EXPECT_EQ(days_of(window, {}, Instant{day(2026, 3, 9)}).asked, (DayRange{day(2026, 3, 3), day(2026, 3, 10)}));
}

TEST(Windows, BeginTheYearOfTheLastDay) {
    const Window window{.kind = Window::Kind::year_to_date};
    EXPECT_EQ(days_of(window, {}, Instant{day(2026, 1, 1)}).asked, (DayRange{day(2025, 1, 1), day(2026, 1, 1)}));
    EXPECT_EQ(days_of(window, {}, Instant{day(2026, 1, 2)}).asked, (DayRange{day(2026, 1, 1), day(2026, 1, 2)}));
}

TEST(Windows, CountNoDayThatIsYetToCome) {
    const Window window{.kind = Window::Kind::first_days, .days = 7};
    const auto found = days_of(window, day(2024, 2, 27), Instant{day(2024, 3, 1)});
    EXPECT_EQ(found.asked, (DayRange{day(2024, 2, 27), day(2024, 3, 5)}));
    EXPECT_EQ(found.counted, (DayRange{day(2024, 2, 27), day(2024, 3, 1)}));
}

TEST(Windows, ShowTheirFirstDayWhenNoneCounts) {
    for (const auto kind : {Window::Kind::all_time, Window::Kind::since_published, Window::Kind::first_days}) {
        const auto found = days_of({.kind = kind, .days = 7}, day(2026, 3, 9), Instant{day(2026, 3, 9)});
        EXPECT_EQ(found.asked, (DayRange{day(2026, 3, 9), day(2026, 3, 10)}));
        EXPECT_EQ(found.counted.days(), 0);
    }
}

TEST(Windows, AreComparedWithTheDaysBefore) {
    const auto before = days_before(days_of(last(7), {}, Instant{day(2026, 3, 9)}));
    EXPECT_EQ(before.counted, (DayRange{day(2026, 2, 23), day(2026, 3, 2)}));
}

TEST(ParseDay, KnowsTheCalendar) {
    EXPECT_EQ(parse_day("2024-02-29"), day(2024, 2, 29));
    for (const char* text : {"2026-02-29", "2026-13-01", "2026-1-01", "2026-03-09T", "", "2026-03-0x", "-026-03-01"}) {
        EXPECT_FALSE(parse_day(text)) << text;
    }
}

}  // namespace
}  // namespace mooring::app::reporting
