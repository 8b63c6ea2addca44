#include "mooring/app/numbers/complete_days.hpp"

#include <algorithm>

namespace mooring::app::numbers {

namespace {

constexpr std::chrono::hours open_for{6};  // behind midnight

int month_number(sys_days day) {
    const std::chrono::year_month_day date{day};
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
}

}  // namespace

bool is_provisional(DayRange days, Instant now) {
    return days.days() > 0 && now < Instant{days.end} + open_for;
}

int key_periods(DayRange days) {
    if (days.days() == 0) return 1;
    return month_number(days.end - std::chrono::days{1}) - month_number(days.begin) + 1;
}

DayRange cut_to(DayRange days, DayRange bounds) {
    const sys_days begin = std::max(days.begin, bounds.begin);
    return {begin, std::max(begin, std::min(days.end, bounds.end))};
}

}  // namespace mooring::app::numbers
