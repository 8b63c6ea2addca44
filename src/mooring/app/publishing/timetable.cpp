#include "mooring/app/publishing/timetable.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/workspaces.hpp"

namespace mooring::app::publishing {
namespace {

using std::chrono::days;

constexpr int minutes_a_day = 24 * 60;
constexpr int minutes_a_week = 7 * minutes_a_day;
constexpr LocalDay first_monday{days{4}};  // 5 January 1970

int weekday_of(LocalDay day) {
    return static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1;
}

/// Minutes an entry lasts on the timetable; one whose end is not after its start crosses midnight.
int length_of(const TimetableEntry& entry) {
    const int length = entry.end_minute - entry.start_minute;
    return length > 0 ? length : length + minutes_a_day;
}

/// The timetable with all that reading it needs.
struct Board {
    Workspace workspace;
    std::vector<TimetableEntry> entries;
    std::map<ShowId, Show> shows;
    LocalTime clock;

    const Show* show_of(const TimetableEntry& entry) const {
        const auto show = shows.find(entry.show);
        return show == shows.end() ? nullptr : &show->second;
    }
    bool is_on(const TimetableEntry& entry, LocalDay day) const {
        return entry.weekday == weekday_of(day) && entry.week == rotation_week(day, workspace.timetable_weeks);
    }
    /// When an entry that begins on `day` is on.
    Programme programme(const TimetableEntry& entry, const Show& show, LocalDay day) const {
        const int end = entry.start_minute + length_of(entry);
        const Instant until =
            end <= minutes_a_day ? clock.instant(day, end) : clock.instant(day + days{1}, end - minutes_a_day);
        return {show, clock.instant(day, entry.start_minute), until};
    }
};

Result<Board> load(CatalogSnapshot& catalog, WorkspaceId id) {
    MOORING_TRY(Workspace workspace, get_workspace(catalog, id));
    MOORING_TRY(std::vector<TimetableEntry> entries, catalog.workspaces().timetable(id));
    MOORING_TRY(std::vector<Show> shows, catalog.shows().list(id));
    LocalTime clock{workspace.time_zone};
    Board board{std::move(workspace), std::move(entries), {}, std::move(clock)};
    for (Show& show : shows) board.shows.emplace(show.id, std::move(show));
    return board;
}

/// Where an entry lies in the whole rotation, for finding overlaps: [begin, begin + length), which may run over its
/// end.
struct Stretch {
    int begin = 0;
    int length = 0;
};

bool overlap(const std::vector<TimetableEntry>& entries, int number_of_weeks) {
    const int rotation = number_of_weeks * minutes_a_week;
    std::vector<Stretch> stretches;
    for (const TimetableEntry& entry : entries) {
        const int day = (entry.week - 1) * 7 + entry.weekday;
        stretches.push_back({day * minutes_a_day + entry.start_minute, length_of(entry)});
    }
    std::ranges::sort(stretches, {}, &Stretch::begin);
    for (std::size_t index = 0; index < stretches.size(); ++index) {
        const bool is_last = index + 1 == stretches.size();
        const int next = is_last ? stretches.front().begin + rotation : stretches[index + 1].begin;
        if (stretches[index].begin + stretches[index].length > next) return true;
    }
    return false;
}

Result<void> check(const TimetableEntry& entry, int number_of_weeks) {
    if (entry.week < 1 || entry.week > number_of_weeks) return invalid("week", "week is outside the rotation");
    if (entry.weekday < 0 || entry.weekday > 6) return invalid("day", "day must be mon to sun");
    if (entry.start_minute < 0 || entry.start_minute >= minutes_a_day) {
        return invalid("start_time", "start_time must be a time of day");
    }
    if (entry.end_minute < 0 || entry.end_minute > minutes_a_day) {
        return invalid("end_time", "end_time must be a time of day");
    }
    if (entry.end_minute == entry.start_minute) return invalid("end_time", "end_time must differ from start_time");
    return ok();
}

}  // namespace

int rotation_week(LocalDay day, int number_of_weeks) {
    const auto weeks = std::chrono::floor<std::chrono::weeks>(day - first_monday).count();
    const auto remainder = weeks % number_of_weeks;
    return static_cast<int>(remainder < 0 ? remainder + number_of_weeks : remainder) + 1;
}

Result<Schedule> read_schedule(CatalogSnapshot& catalog, WorkspaceId workspace, Instant now, int offset_days) {
    if (std::abs(offset_days) > max_schedule_offset_days) {
        return invalid("offset", "offset must be between -366 and 366");
    }
    MOORING_TRY(const Board board, load(catalog, workspace));
    const LocalDay today = board.clock.wall(now).day;
    Schedule schedule;
    schedule.number_of_weeks = board.workspace.timetable_weeks;
    schedule.current_week = rotation_week(today, schedule.number_of_weeks);

    for (int ahead = 0; ahead < 7; ++ahead) {
        const LocalDay date = today + days{offset_days + ahead};
        ScheduleDay day{date, weekday_of(date), date == today, {}};
        const auto add = [&](const Show& show, int start, int end) {
            const Instant begin = board.clock.instant(date, start);
            const Instant until = board.clock.instant(date, end);
            day.slots.push_back({show, start, end, begin <= now && now < until, day.is_today && until <= now});
        };
        for (const TimetableEntry& entry : board.entries) {
            const Show* show = board.show_of(entry);
            if (show == nullptr) continue;
            const int end = entry.start_minute + length_of(entry);
            if (board.is_on(entry, date)) add(*show, entry.start_minute, std::min(end, minutes_a_day));
            if (end > minutes_a_day && board.is_on(entry, date - days{1})) add(*show, 0, end - minutes_a_day);
        }
        std::ranges::stable_sort(day.slots, {}, &ScheduleSlot::start_minute);
        schedule.days.push_back(std::move(day));
    }
    return schedule;
}

Result<NowPlaying> read_now_playing(CatalogSnapshot& catalog, WorkspaceId workspace, Instant now) {
    MOORING_TRY(const Board board, load(catalog, workspace));
    const LocalDay today = board.clock.wall(now).day;
    NowPlaying playing;
    for (int back = 0; back <= 1 && !playing.current; ++back) {
        const LocalDay day = today - days{back};
        for (const TimetableEntry& entry : board.entries) {
            const Show* show = board.show_of(entry);
            if (show == nullptr || !board.is_on(entry, day)) continue;
            Programme programme = board.programme(entry, *show, day);
            if (programme.begin <= now && now < programme.end) playing.current = std::move(programme);
        }
    }
    if (!playing.current) return playing;

    // The same entry comes again after one rotation at the latest.
    for (int ahead = 0; ahead <= 7 * board.workspace.timetable_weeks + 1 && !playing.next; ++ahead) {
        const LocalDay day = today + days{ahead};
        for (const TimetableEntry& entry : board.entries) {
            const Show* show = board.show_of(entry);
            if (show == nullptr || !board.is_on(entry, day)) continue;
            Programme programme = board.programme(entry, *show, day);
            if (programme.begin < playing.current->end) continue;
            if (!playing.next || programme.begin < playing.next->begin) playing.next = std::move(programme);
        }
    }
    return playing;
}

Result<void> change_timetable(CatalogTransaction& tx, WorkspaceId id, const TimetableChange& change) {
    MOORING_TRY(Workspace workspace, get_workspace(tx, id));
    const int number_of_weeks = change.number_of_weeks.value_or(workspace.timetable_weeks);
    if (number_of_weeks < 1 || number_of_weeks > max_timetable_weeks) {
        return invalid("number_of_weeks", "number_of_weeks must be between 1 and 52");
    }
    std::set<std::pair<int, int>> replaced;
    for (const TimetableEntry& entry : change.entries) {
        MOORING_CHECK(check(entry, number_of_weeks));
        replaced.emplace(entry.week, entry.weekday);
    }
    for (const TimetableEntry& entry : change.entries) MOORING_CHECK(get_show(tx, id, entry.show));

    MOORING_TRY(const std::vector<TimetableEntry> before, tx.workspaces().timetable(id));
    std::vector<TimetableEntry> after = change.entries;
    for (const TimetableEntry& entry : before) {
        if (entry.week <= number_of_weeks && !replaced.contains({entry.week, entry.weekday})) after.push_back(entry);
    }
    if (overlap(after, number_of_weeks)) return Error{Errc::conflict, "timetable entries overlap", "entries"};
    std::ranges::sort(after, {}, [](const TimetableEntry& entry) {
        return std::tuple{entry.week, entry.weekday, entry.start_minute};
    });
    if (after != before) MOORING_CHECK(tx.workspace_writer().replace_timetable(id, after));
    if (workspace.timetable_weeks != number_of_weeks) {
        workspace.timetable_weeks = number_of_weeks;
        MOORING_CHECK(tx.workspace_writer().update(workspace));
    }
    return ok();
}

Result<void> clear_timetable(CatalogTransaction& tx, WorkspaceId id, std::optional<int> week,
                             std::optional<int> weekday) {
    MOORING_CHECK(get_workspace(tx, id));
    MOORING_TRY(std::vector<TimetableEntry> entries, tx.workspaces().timetable(id));
    const auto removed = std::erase_if(entries, [&](const TimetableEntry& entry) {
        return (!week || entry.week == *week) && (!weekday || entry.weekday == *weekday);
    });
    return removed > 0 ? tx.workspace_writer().replace_timetable(id, entries) : ok();
}

}  // namespace mooring::app::publishing
