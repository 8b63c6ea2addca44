#include "mooring/app/publishing/timetable.hpp"

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::publishing {
namespace {

using test::at;
using test::must;

constexpr int noon = 720;

TEST(LocalTime, ShowsTheWallsOfAZone) {
    const LocalTime lisbon{"Europe/Lisbon"};
    const LocalTime::Wall wall = lisbon.wall(at("2025-07-01T23:30:00Z"));
    EXPECT_EQ(std::chrono::year_month_day{wall.day}, (std::chrono::year{2025} / 7 / 2));
    EXPECT_EQ(wall.minute, 30);
    EXPECT_EQ(lisbon.instant(wall.day, 30), at("2025-07-01T23:30:00Z"));
}

TEST(LocalTime, TakesSkippedTimesByTheOldClockAndTwofoldOnesFirst) {
    const LocalTime berlin{"Europe/Berlin"};
    const LocalDay spring{std::chrono::local_days{std::chrono::year{2025} / 3 / 30}};
    EXPECT_EQ(berlin.instant(spring, 150), at("2025-03-30T01:30:00Z"));
    const LocalDay autumn{std::chrono::local_days{std::chrono::year{2025} / 10 / 26}};
    EXPECT_EQ(berlin.instant(autumn, 150), at("2025-10-26T00:30:00Z"));
}

TEST(LocalTime, KnowsNamesOfZonesOnly) {
    for (const auto* name : {"UTC", "Europe/Lisbon", "America/Argentina/Buenos_Aires"}) EXPECT_TRUE(is_time_zone(name));
    for (const auto* name : {"", "Mars/Olympus", "GMT+3", "Europe/Lisbon ", "+01:00"}) EXPECT_FALSE(is_time_zone(name));
}

TEST(RotationWeek, CountsFromAMonday) {
    const auto day = [](int month, unsigned number) {
        return LocalDay{std::chrono::year{2025} / month / std::chrono::day{number}};
    };
    EXPECT_EQ(rotation_week(day(3, 10), 1), 1);
    const int monday = rotation_week(day(3, 10), 3);
    EXPECT_EQ(rotation_week(day(3, 16), 3), monday);
    EXPECT_EQ(rotation_week(day(3, 17), 3), monday % 3 + 1);
    EXPECT_EQ(rotation_week(LocalDay{std::chrono::days{3}}, 2), 2) << "the Sunday before the first Monday";
}

class Timetable : public test::CatalogTest {
protected:
    void use_zone(const std::string& zone) {
        WorkspacePatch patch;
        patch.time_zone = zone;
        must(catalog->write([&](CatalogTransaction& tx) { return update_workspace(tx, workspace, patch); }));
    }
    Result<void> put(std::vector<TimetableEntry> entries, std::optional<int> weeks = {}) {
        const TimetableChange change{weeks, std::move(entries)};
        return catalog->write([&](CatalogTransaction& tx) { return change_timetable(tx, workspace, change); });
    }
    NowPlaying playing() {
        return must(
            catalog->read([&](CatalogSnapshot& view) { return read_now_playing(view, workspace, clock.now()); }));
    }
    Schedule schedule(int offset = 0) {
        return must(
            catalog->read([&](CatalogSnapshot& view) { return read_schedule(view, workspace, clock.now(), offset); }));
    }
    TimetableEntry entry(int weekday, int start, int end, int week = 1) { return {week, weekday, start, end, show}; }
};

TEST_F(Timetable, SaysWhatIsOnAndWhatComesNext) {
    must(put({entry(0, 540, noon), entry(0, noon, 780)}));
    clock.set(at("2025-03-10T09:00:00Z"));
    ASSERT_TRUE(playing().current);
    EXPECT_EQ(playing().current->begin, at("2025-03-10T09:00:00Z"));
    EXPECT_EQ(playing().current->end, at("2025-03-10T12:00:00Z"));
    ASSERT_TRUE(playing().next);
    EXPECT_EQ(playing().next->begin, at("2025-03-10T12:00:00Z"));
    clock.set(at("2025-03-10T13:00:00Z"));
    EXPECT_FALSE(playing().current) << "the end is not part of it";
    EXPECT_FALSE(playing().next);
}

TEST_F(Timetable, FindsTheNextProgrammeAWeekAheadWhenThereIsNoOther) {
    must(put({entry(0, 540, noon)}));
    ASSERT_TRUE(playing().next);
    EXPECT_EQ(playing().next->begin, at("2025-03-17T09:00:00Z"));
}

TEST_F(Timetable, RunsAcrossMidnightAndTheEndOfTheRotation) {
    must(put({entry(6, 1380, 60, 2)}, 2));
    const int this_week = schedule().current_week;
    clock.set(this_week == 2 ? at("2025-03-17T00:30:00Z") : at("2025-03-24T00:30:00Z"));
    ASSERT_TRUE(playing().current);
    EXPECT_EQ(playing().current->end - playing().current->begin, std::chrono::hours{2});
    const Schedule monday = schedule();
    ASSERT_EQ(monday.days[0].slots.size(), 1U);
    EXPECT_EQ(monday.days[0].slots[0].start_minute, 0);
    EXPECT_EQ(monday.days[0].slots[0].end_minute, 60);
    EXPECT_TRUE(monday.days[0].slots[0].is_current);
    const Schedule sunday = schedule(-1);
    ASSERT_EQ(sunday.days[0].slots.size(), 1U);
    EXPECT_EQ(sunday.days[0].slots[0].start_minute, 1380);
    EXPECT_EQ(sunday.days[0].slots[0].end_minute, 1440);
    EXPECT_FALSE(sunday.days[0].slots[0].is_past) << "only today's are past";
}

TEST_F(Timetable, KeepsToTheWallWhenTheClocksChange) {
    use_zone("Europe/Berlin");
    must(put({entry(6, 60, 240), entry(6, 240, 300)}));
    clock.set(at("2025-03-30T00:30:00Z"));  // 01:30; the clocks go from 02:00 to 03:00
    ASSERT_TRUE(playing().current);
    EXPECT_EQ(playing().current->begin, at("2025-03-30T00:00:00Z"));
    EXPECT_EQ(playing().current->end, at("2025-03-30T02:00:00Z"));
    EXPECT_EQ(playing().next->begin, at("2025-03-30T02:00:00Z"));
    clock.set(at("2025-10-26T02:30:00Z"));  // 03:30; 02:00 to 03:00 came twice
    ASSERT_TRUE(playing().current);
    EXPECT_EQ(playing().current->end - playing().current->begin, std::chrono::hours{4});
}

TEST_F(Timetable, ShowsSevenDaysFromAnyDay) {
    must(put({entry(0, 540, noon), entry(1, 540, noon)}));
    clock.set(at("2025-03-10T12:00:00Z"));
    const Schedule week = schedule();
    ASSERT_EQ(week.days.size(), 7U);
    EXPECT_TRUE(week.days[0].is_today);
    EXPECT_TRUE(week.days[0].slots.at(0).is_past);
    EXPECT_FALSE(week.days[1].slots.at(0).is_past);
    EXPECT_FALSE(week.days[1].is_today);
    const Schedule tomorrow = schedule(1);
    EXPECT_EQ(tomorrow.days[0].weekday, 1);
    const auto too_far =
        catalog->read([&](CatalogSnapshot& view) { return read_schedule(view, workspace, clock.now(), 367); });
    EXPECT_EQ(too_far.error().code, Errc::invalid_argument);
}

TEST_F(Timetable, RefusesOverlapsAlsoAcrossMidnightAndTheEndOfTheRotation) {
    EXPECT_EQ(put({entry(0, 540, 600), entry(0, 599, 660)}).error().code, Errc::conflict);
    EXPECT_EQ(put({entry(0, 1380, 60), entry(1, 59, 120)}).error().code, Errc::conflict);
    EXPECT_EQ(put({entry(6, 1380, 60), entry(0, 0, 30)}).error().code, Errc::conflict);
    must(put({entry(0, 540, 600), entry(0, 600, 660)}));
    EXPECT_EQ(put({entry(1, 0, 10, 2)}).error().code, Errc::invalid_argument) << "no second week yet";
}

TEST_F(Timetable, ReplacesOnlyTheDaysThatAreNamed) {
    must(put({entry(0, 0, 60), entry(1, 0, 60)}));
    must(put({entry(1, 120, 180)}));
    const Schedule week = schedule();
    EXPECT_EQ(week.days[0].slots.at(0).start_minute, 0);
    ASSERT_EQ(week.days[1].slots.size(), 1U);
    EXPECT_EQ(week.days[1].slots[0].start_minute, 120);
    must(catalog->write([&](CatalogTransaction& tx) { return clear_timetable(tx, workspace, std::nullopt, 0); }));
    EXPECT_TRUE(schedule().days[0].slots.empty());
    EXPECT_FALSE(schedule().days[1].slots.empty());
}

TEST_F(Timetable, LosesTheEntriesOfADeletedShow) {
    must(put({entry(0, 0, 60)}));
    must(catalog->write([&](CatalogTransaction& tx) { return delete_show(tx, clock.now(), workspace, show); }));
    EXPECT_TRUE(schedule().days[0].slots.empty());
}

}  // namespace
}  // namespace mooring::app::publishing
