#pragma once

#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/domain/episode.hpp"

namespace mooring::api::webapi {

/// `day`, `month`, `year`.
std::string_view to_string(domain::DatePrecision precision);

/// The member `release_date`: the UTC day of the publication instant, `2025-03-10`, cut to `2025-03` or `2025`.
std::string release_date(Instant published, domain::DatePrecision precision);

}  // namespace mooring::api::webapi
