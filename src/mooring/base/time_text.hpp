#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"

namespace mooring {

// Texts have four-digit years: an instant outside 0000-9999 is written as the nearest one inside.

/// `Mon, 02 Mar 2026 08:00:00 GMT`: HTTP dates and RSS dates (whole seconds, rounded down).
std::string http_date(Instant instant);
/// Reads the three forms of RFC 9110, 5.6.7; `nullopt` for anything else.
std::optional<Instant> parse_http_date(std::string_view text);

/// `2026-03-02T08:00:00Z`
std::string iso8601_seconds(Instant instant);
/// `2026-03-02T08:00:00.000Z`
std::string iso8601_millis(Instant instant);
/// `2026-03-02`
std::string iso8601_date(Instant instant);
/// Date, `T`, time with optional seconds and fraction, then `Z`, `±hh:mm` or nothing (UTC); or a date alone.
std::optional<Instant> parse_iso8601(std::string_view text);

/// `PT1H2M3S`, the ISO 8601 duration of JSON-LD's `timeRequired`.
std::string iso8601_duration(std::chrono::seconds length);

}  // namespace mooring
