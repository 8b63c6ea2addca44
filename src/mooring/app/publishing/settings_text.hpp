#pragma once

#include <optional>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/domain/markets.hpp"

namespace mooring::app::publishing {

/// Take over a text of the settings, trimmed; unset leaves what is there. Errors: invalid_argument (`field`: control
/// characters, over 2,000 code points).
Result<void> take_text(const std::optional<std::string>& wanted, std::string& kept, const char* field);

/// The same for an address. Errors: invalid_argument (`field`: neither http nor https besides).
Result<void> take_url(const std::optional<std::string>& wanted, std::string& kept, const char* field);

/// Take over countries. Errors: invalid_argument (`field`: one is none).
Result<void> take_markets(const std::optional<domain::Markets>& wanted, domain::Markets& kept, const char* field);

}  // namespace mooring::app::publishing
