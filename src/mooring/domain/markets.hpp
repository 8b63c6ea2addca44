#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mooring::domain {

/// Every market there is: the 249 assigned codes of ISO 3166-1 alpha-2 and `XK`, sorted (webapi-v1.md, section 3).
const std::vector<std::string_view>& all_markets();
/// Upper case only.
bool is_market(std::string_view code);

/// The countries a thing is available in, upper case: unset everywhere, an empty set nowhere.
using Markets = std::optional<std::set<std::string, std::less<>>>;

/// `all`, `none`, or codes in either case with commas between them. Nothing when one is no market.
std::optional<Markets> parse_markets(std::string_view text);

/// Nothing is available in no country (empty). An episode is available where its show is and it is itself.
bool is_available(const Markets& markets, std::string_view country);

}  // namespace mooring::domain
