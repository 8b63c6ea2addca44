#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mooring::app::reporting {

/// The English short name of a country by its upper-case ISO 3166-1 code: `Germany`, `Czech Republic` (measurement.md,
/// 7.5). The code itself when it is none that is known.
std::string country_name(std::string_view code);

/// The code of a country by its name or its code, without regard to case; nothing when there is none.
std::optional<std::string> find_country(std::string_view name);

}  // namespace mooring::app::reporting
