#include "mooring/api/webapi/markets.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {
namespace {

// ISO 3166-1 alpha-2 as of 2024, and Kosovo's user-assigned code.
constexpr std::string_view codes =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ"
    "DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJO"
    "JPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNU"
    "NZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTV"
    "TWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

std::string to_upper(std::string_view text) {
    std::string upper{text};
    for (char& c : upper) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return upper;
}

bool holds(const Markets& markets, std::string_view country) {
    return markets.empty() || markets.contains(country);
}

}  // namespace

const std::vector<std::string_view>& all_markets() {
    static const std::vector<std::string_view> markets = [] {
        std::vector<std::string_view> made;
        for (std::size_t at = 0; at < codes.size(); at += 2) made.push_back(codes.substr(at, 2));
        return made;
    }();
    return markets;
}

bool is_market(std::string_view code) {
    return std::ranges::binary_search(all_markets(), code);
}

Result<Market> choose_market(const MarketSources& sources) {
    if (!sources.account_country.empty()) return Market{std::string{sources.account_country}};
    const std::string_view asked = sources.parameter ? trim_ascii(*sources.parameter) : std::string_view{};
    if (!asked.empty() && asked != "from_token") {
        std::string country = to_upper(asked);
        if (!is_market(country)) return invalid("market", "Invalid market code");
        return Market{std::move(country), true};
    }
    return Market{std::string{sources.default_market}};
}

bool is_available(const Market& market, const Markets& show, const Markets& episode) {
    return !market.country.empty() && holds(show, market.country) && holds(episode, market.country);
}

std::vector<std::string_view> available_markets(const Markets& show) {
    return show.empty() ? all_markets() : std::vector<std::string_view>{show.begin(), show.end()};
}

}  // namespace mooring::api::webapi
