#include "mooring/analytics/safe_networks.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "mooring/base/time_text.hpp"

namespace mooring::analytics {

namespace {

namespace json = boost::json;

std::string_view text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string_view{member->get_string()} : std::string_view{};
}

std::optional<std::chrono::sys_days> day_of_text(std::string_view text) {
    constexpr std::size_t length = std::string_view{"2026-09-01"}.size();
    if (text.size() != length) return std::nullopt;
    const auto midnight = parse_iso8601(std::string{text} + "T00:00:00Z");
    return midnight ? std::optional{std::chrono::floor<std::chrono::days>(*midnight)} : std::nullopt;
}

}  // namespace

Result<SafeNetworks> SafeNetworks::parse(std::string_view text) {
    boost::system::error_code failed;
    const json::value parsed = json::parse(text, failed);
    if (failed || !parsed.is_array()) return invalid("", "the list of safe networks is no JSON list");
    const json::array& list = parsed.get_array();
    if (list.size() > most_entries) return Error{Errc::too_large, "there are more than 1000 safe networks"};
    SafeNetworks networks;
    for (const json::value& item : list) {
        const std::string place = "safe network " + std::to_string(networks.entries_.size() + 1);
        if (!item.is_object()) return invalid("", place + " is no object");
        const json::object& object = item.get_object();
        const auto network = IpNetwork::parse(text_of(object, "network"));
        if (!network) return invalid("network", place + ": `network` is no prefix such as 192.0.2.0/24");
        const auto reviewed = day_of_text(text_of(object, "reviewed"));
        if (!reviewed) return invalid("reviewed", place + ": `reviewed` is no day such as 2026-09-01");
        networks.entries_.push_back({*network, std::string{text_of(object, "name")}, *reviewed});
    }
    return networks;
}

bool SafeNetworks::contains(const IpAddress& address) const {
    return std::ranges::any_of(entries_, [&](const Entry& entry) { return entry.network.contains(address); });
}

}  // namespace mooring::analytics
