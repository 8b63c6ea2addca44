#pragma once

#include <boost/json.hpp>

#include "mooring/server/storage.hpp"

namespace mooring::server::admin {

/// Look through an instance's data for what does not fit: episodes whose file is missing, jobs that failed, a
/// secret that others can read, media workers that nothing would confine. Shape: one object per finding, `what` and
/// `advice`; none: an empty array.
Result<boost::json::value> examine(Storage& storage, const Config& config);

}  // namespace mooring::server::admin
