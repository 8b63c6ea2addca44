#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/markets.hpp"

namespace mooring::api::webapi {

/// In which country a request looks at the catalog.
struct Market {
    std::string country;    ///< empty: none, and all content is unavailable
    bool is_asked = false;  ///< it came as the parameter `market`: links of pages carry it
};

/// Whence a country may come.
struct MarketSources {
    std::optional<std::string_view> parameter;  ///< `market` as it came, decoded
    std::string_view account_country;           ///< of a user token's account; empty for none
    std::string_view default_market;            ///< of the settings; empty for none
};

/// The account's country is taken before the parameter, even before an invalid one; `from_token` means it.
/// Errors: invalid_argument, with the message of the error object.
Result<Market> choose_market(const MarketSources& sources);

/// An episode is available where its show is and it is itself.
bool is_available(const Market& market, const domain::Markets& show, const domain::Markets& episode = {});
/// The member `available_markets` of a show: sorted, every market written out.
std::vector<std::string_view> available_markets(const domain::Markets& show);

}  // namespace mooring::api::webapi
