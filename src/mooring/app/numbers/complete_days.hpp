#pragma once

#include <chrono>

#include "mooring/analytics/questions/metric_query.hpp"

namespace mooring::app::numbers {

using analytics::DayRange;
using std::chrono::sys_days;

/// The UTC day of `now`: the first that is not complete.
inline sys_days today(Instant now) {
    return std::chrono::floor<std::chrono::days>(now);
}

/// Whether a day of the range is open: one is until 06:00 UTC of the next (measurement.md, 10.3).
bool is_provisional(DayRange days, Instant now);

/// How many keys hash addresses over a range: one for each calendar month that it touches (measurement.md, 5.2, 5.3).
/// At least 1.
int key_periods(DayRange days);

/// The part of `days` that lies in `bounds`; an empty range when there is none.
DayRange cut_to(DayRange days, DayRange bounds);

}  // namespace mooring::app::numbers
