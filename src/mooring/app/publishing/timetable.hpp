#pragma once

#include <string>
#include <vector>

#include "mooring/app/publishing/local_time.hpp"
#include "mooring/app/publishing/ports.hpp"

namespace mooring::app::publishing {

// The broadcast timetable of a workspace (publishing-v1.md, section 13): entries by week, weekday and minute in the
// workspace's time zone. Week 1 of a rotation of n weeks is every nth week, counted from Monday, 5 January 1970.

inline constexpr int max_timetable_weeks = 52;
inline constexpr int max_schedule_offset_days = 366;

/// One stretch of a day on which a show is on. A show across midnight is two of them.
struct ScheduleSlot {
    Show show;
    int start_minute = 0;  ///< 0 to 1439
    int end_minute = 0;    ///< 1 to 1440
    bool is_current = false;
    bool is_past = false;  ///< only ever set today
};

struct ScheduleDay {
    LocalDay date;
    int weekday = 0;  ///< 0 = Monday
    bool is_today = false;
    std::vector<ScheduleSlot> slots;  ///< by start
};

struct Schedule {
    std::vector<ScheduleDay> days;  ///< seven
    int current_week = 1;           ///< today's week of the rotation
    int number_of_weeks = 1;
};

/// Seven days from today plus `offset_days` on. Errors: not_found (workspace), invalid_argument (offset).
Result<Schedule> read_schedule(CatalogSnapshot& catalog, WorkspaceId workspace, Instant now, int offset_days);

/// One broadcast.
struct Programme {
    Show show;
    Instant begin, end;  ///< [begin, end)
};

struct NowPlaying {
    std::optional<Programme> current;  ///< begin <= now < end
    std::optional<Programme> next;     ///< the first that begins when `current` has ended, or later
};

/// What is on. Both empty when nothing is. Errors: not_found (workspace).
Result<NowPlaying> read_now_playing(CatalogSnapshot& catalog, WorkspaceId workspace, Instant now);

struct TimetableChange {
    std::optional<int> number_of_weeks;
    std::vector<TimetableEntry> entries;
};

/// Replace all entries of each (week, weekday) that occurs in `change.entries`; weeks beyond the rotation are dropped.
/// Errors: not_found (workspace; a show that is not the workspace's, field `show`), invalid_argument (week, weekday,
/// minutes), conflict (two entries overlap).
Result<void> change_timetable(CatalogTransaction& tx, WorkspaceId workspace, const TimetableChange& change);

/// Remove the entries of a week, of a weekday, of both, or all. Errors: not_found (workspace).
Result<void> clear_timetable(CatalogTransaction& tx, WorkspaceId workspace, std::optional<int> week,
                             std::optional<int> weekday);

/// The week of the rotation, 1 to `number_of_weeks`, that `day` lies in.
int rotation_week(LocalDay day, int number_of_weeks);

}  // namespace mooring::app::publishing
