#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "mooring/base/clock.hpp"

namespace mooring::app::publishing {

/// True for a name of the IANA time zone database that this machine knows, such as `Europe/Lisbon`.
bool is_time_zone(std::string_view name);

/// A day of the calendar in some time zone, counted from 1 January 1970.
using LocalDay = std::chrono::local_days;

/// What clocks on the wall show in one time zone. Safe to use from several threads.
class LocalTime {
public:
    /// A name that is not known means UTC: a workspace outlives the zone it was given.
    explicit LocalTime(std::string_view zone_name);
    ~LocalTime();
    LocalTime(LocalTime&&) noexcept;

    /// The day and the minute of it, 0 to 1439, at `instant`.
    struct Wall {
        LocalDay day;
        int minute = 0;
    };
    Wall wall(Instant instant) const;

    /// The instant at which the wall shows `minute` of `day`; 1440 is the start of the next day. A time that a clock
    /// change leaves out is taken by the clock from before it; one that comes twice is the first.
    Instant instant(LocalDay day, int minute) const;

private:
    struct Zone;
    std::unique_ptr<const Zone> zone_;
};

}  // namespace mooring::app::publishing
