#pragma once

#include <cstddef>
#include <string_view>

namespace mooring::api::analytics {

// The colours of tables, as `#RRGGBB` (analytics-rest.md, 5.7 to 5.11).

inline constexpr std::string_view age_colour = "#26008D";

/// Of an app or device by its name; of others by the number of their row, from 0.
std::string_view app_colour(std::string_view app, std::size_t row);
std::string_view device_colour(std::string_view device, std::size_t row);

}  // namespace mooring::api::analytics
