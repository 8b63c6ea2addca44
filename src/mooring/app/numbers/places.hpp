#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mooring::app::numbers {

/// The English short name of a country: CLDR's, but for a few (measurement.md, 7.5). Empty for `ZZ` and what is no
/// country.
std::string country_name(std::string_view alpha2);
/// The country of that name in any letter case, as ISO 3166-1 alpha-2.
std::optional<std::string> country_of(std::string_view name);

}  // namespace mooring::app::numbers
