#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mooring/api/analytics/call.hpp"

namespace mooring::api::analytics {

/// How a series is cut; the values are those of `timeInterval`, in seconds (analytics-rest.md, 2.3).
enum class Interval : std::int64_t { hour = 3600, day = 86400, week = 604800, month = 2628000 };

/// A range of time as asked for. Both ends count (2.2).
struct TimeRange {
    std::int64_t asked_begin = 0, asked_end = 0;  ///< Unix seconds as they were given, or by default
    Instant begin, end;                           ///< the first and the last hour or day, rounded
    Interval interval = Interval::day;

    /// The complete days that it touches.
    DayRange days(sys_days today) const;
    /// Where buckets begin, oldest first, as far as they lie before `today`: of a week or month its first day, even
    /// when it lies before the range.
    std::vector<Instant> buckets(sys_days today) const;
};

/// The beginning of the hour, day, week or month that holds `at`.
Instant bucket_begin(Interval interval, Instant at);
Bucket bucket_of(Interval interval);

/// What a request says of time, as text; unset where it says nothing.
struct TimeParameters {
    std::optional<std::string> begin, end, interval;
};

/// Read them, and fill in the default range: from `first` (unset: there is none) up to `today`. Nothing: there is no
/// range. Errors: `invalid_field` (2.4).
Checked<std::optional<TimeRange>> read_time_range(const TimeParameters& asked, std::optional<sys_days> first,
                                                  sys_days today);

/// The same for a call, by the default of its station or episode. `has_interval`: whether the route knows intervals.
Checked<std::optional<TimeRange>> time_range_of(const Call& call, Numbers& numbers, bool has_interval);

/// The `timeInterval` of a call that passed the above, to be echoed.
std::int64_t interval_of(const Call& call);

}  // namespace mooring::api::analytics
