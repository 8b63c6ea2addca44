#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "mooring/base/clock.hpp"

namespace mooring::feed::reading {

/// A date as feeds in the wild write it: RFC 822 and 2822 with or without weekday, with two-digit years, single digits,
/// no seconds, obsolete zones and comments; ISO 8601, also with a blank for its `T`. Without a zone: UTC.
/// Source: delivery.md, 10.2.
std::optional<Instant> parse_feed_date(std::string_view text);

/// `3723`, `62:03` or `1:02:03`, seconds with a fraction or not. Nothing for what is no length, or over 1,000 hours.
std::optional<std::chrono::milliseconds> parse_feed_duration(std::string_view text);

}  // namespace mooring::feed::reading
