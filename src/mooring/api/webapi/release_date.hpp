#pragma once

#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"

namespace mooring::api::webapi {

/// How much of an imported episode's date is known (webapi-v1.md, 5.2). The model keeps instants only, so `day` is what
/// it can say now.
enum class DatePrecision { day, month, year };

/// `day`, `month`, `year`.
std::string_view to_string(DatePrecision precision);

/// The member `release_date`: the UTC day of the publication instant, `2025-03-10`, cut to `2025-03` or `2025`.
std::string release_date(Instant published, DatePrecision precision);

}  // namespace mooring::api::webapi
