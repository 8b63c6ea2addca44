#include "mooring/domain/markets.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::domain {
namespace {

// ISO 3166-1 alpha-2 as of 2024, and Kosovo's user-assigned code.
constexpr std::string_view codes =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ"
    "DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJO"
    "JPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNU"
    "NZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTV"
    "TWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

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

std::optional<Markets> parse_markets(std::string_view text) {
    if (text == "all") return Markets{};
    Markets markets{std::in_place};
    if (text == "none") return markets;
    for (bool more = true; more;) {
        const auto comma = text.find(',');
        more = comma != std::string_view::npos;
        std::string code = to_lower_ascii(trim_ascii(text.substr(0, comma)));
        for (char& c : code) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        if (!is_market(code)) return std::nullopt;
        markets->insert(std::move(code));
        text.remove_prefix(more ? comma + 1 : text.size());
    }
    return markets;
}

bool is_available(const Markets& markets, std::string_view country) {
    return !country.empty() && (!markets || markets->contains(country));
}

}  // namespace mooring::domain
