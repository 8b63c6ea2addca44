#include "mooring/api/webapi/markets.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {
namespace {

std::string to_upper(std::string_view text) {
    std::string upper{text};
    for (char& c : upper) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return upper;
}

}  // namespace

Result<Market> choose_market(const MarketSources& sources) {
    if (!sources.account_country.empty()) return Market{std::string{sources.account_country}};
    const std::string_view asked = sources.parameter ? trim_ascii(*sources.parameter) : std::string_view{};
    if (!asked.empty() && asked != "from_token") {
        std::string country = to_upper(asked);
        if (!domain::is_market(country)) return invalid("market", "Invalid market code");
        return Market{std::move(country), true};
    }
    return Market{std::string{sources.default_market}};
}

bool is_available(const Market& market, const domain::Markets& show, const domain::Markets& episode) {
    return domain::is_available(show, market.country) && domain::is_available(episode, market.country);
}

std::vector<std::string_view> available_markets(const domain::Markets& show) {
    return show ? std::vector<std::string_view>{show->begin(), show->end()} : domain::all_markets();
}

}  // namespace mooring::api::webapi
