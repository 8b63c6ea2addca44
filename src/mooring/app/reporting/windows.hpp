#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "mooring/analytics/questions/metric_query.hpp"

namespace mooring::app::reporting {

/// Which days a number is asked for (creators-graphql.md, section 4).
struct Window {
    enum class Kind {
        all_time,
        last_days,        ///< `days` of them, up to the last day
        year_to_date,     ///< of the last day's year
        custom,           ///< `custom`
        first_days,       ///< `days` of them, from the day of publication
        since_published,  ///< from the day of publication
    };
    Kind kind = Kind::all_time;
    int days = 0;
    analytics::DayRange custom{};
    /// Whether today counts. Otherwise the last day is yesterday: only complete days count.
    bool is_near_real_time = false;

    bool is_from_publication() const { return kind == Kind::first_days || kind == Kind::since_published; }
    /// Whether it has a length of its own, and with it a period before it to compare with.
    bool is_bounded() const { return kind != Kind::all_time && kind != Kind::since_published; }
};

/// The last day that counts.
std::chrono::sys_days last_day(const Window& window, Instant now);

/// The days of a window for one subject.
struct WindowDays {
    analytics::DayRange asked;    ///< all of them
    analytics::DayRange counted;  ///< without those that do not count yet; empty when none does
    bool operator==(const WindowDays&) const = default;
};

/// `begin`: where all time begins for the subject, or the day of publication for windows that are counted from there.
WindowDays days_of(const Window& window, std::chrono::sys_days begin, Instant now);

/// The days of equal length just before; all of them count.
WindowDays days_before(const WindowDays& days);

/// `YYYY-MM-DD`; nothing when it is not a date of the calendar.
std::optional<std::chrono::sys_days> parse_day(std::string_view text);

}  // namespace mooring::app::reporting
