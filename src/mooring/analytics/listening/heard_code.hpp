#pragma once

#include <string>
#include <string_view>

#include "mooring/analytics/counting/interval_set.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// Stretches of media time in milliseconds as bytes: gaps and lengths, some six bytes a stretch.
std::string encode_heard(const IntervalSet& heard);
/// Errors: corrupt.
Result<IntervalSet> decode_heard(std::string_view bytes);

}  // namespace mooring::analytics
