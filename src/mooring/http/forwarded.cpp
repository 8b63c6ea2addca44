#include "mooring/http/forwarded.hpp"

#include <algorithm>
#include <vector>

#include "mooring/base/utf8.hpp"
#include "mooring/http/family_router.hpp"

namespace mooring::http {
namespace {

constexpr std::size_t most_entries = 32;

/// One hop, as one element of `Forwarded` or one position of the X-Forwarded lists tells it.
struct Hop {
    std::string address;
    std::string proto;
    std::string host;
};

/// All elements of a list header, its lines joined; commas inside quotes do not separate.
std::vector<std::string> list_elements(const Headers& headers, std::string_view name) {
    std::vector<std::string> elements;
    for (const Header& field : headers.all()) {
        if (!equals_ignoring_case(field.name, name)) {
            continue;
        }
        std::string element;
        bool in_quotes = false;
        for (const char c : field.value) {
            if (c == ',' && !in_quotes) {
                elements.emplace_back(trim_ascii(element));
                element.clear();
                continue;
            }
            in_quotes = in_quotes != (c == '"');
            element.push_back(c);
        }
        elements.emplace_back(trim_ascii(element));
    }
    return elements;
}

/// An address with or without port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
std::optional<IpAddress> read_address(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || (close + 1 < text.size() && text[close + 1] != ':')) {
            return std::nullopt;
        }
        text = text.substr(0, close + 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    const auto address = IpAddress::parse(text);
    return address ? std::optional{address->unwrapped()} : std::nullopt;
}

std::string_view unquoted(std::string_view text) {
    return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2) : text;
}

/// One element of `Forwarded`: `for=...;proto=...;host=...` in any order.
std::optional<Hop> read_forwarded_element(std::string_view element) {
    Hop hop;
    while (!element.empty()) {
        const std::size_t end = std::min(element.find(';'), element.size());
        const std::string_view pair = trim_ascii(element.substr(0, end));
        element.remove_prefix(std::min(end + 1, element.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view name = pair.substr(0, equals);
        const std::string_view value = unquoted(pair.substr(equals + 1));
        if (equals_ignoring_case(name, "for")) {
            hop.address = value;
        } else if (equals_ignoring_case(name, "proto")) {
            hop.proto = value;
        } else if (equals_ignoring_case(name, "host")) {
            hop.host = value;
        }
    }
    return hop;
}

/// The hop that tells of the listener, and its address. Nothing when an address up to it cannot be read.
struct Choice {
    std::size_t index = 0;
    IpAddress client;
};

std::optional<Choice> choose_client(const std::vector<std::string>& addresses, std::span<const IpNetwork> trusted) {
    Choice choice;
    for (std::size_t index = addresses.size(); index-- > 0;) {
        const auto address = read_address(addresses[index]);
        if (!address) {
            return std::nullopt;
        }
        choice = {.index = index, .client = *address};
        if (!is_trusted(*address, trusted)) {
            break;
        }
    }
    return choice;
}

std::optional<bool> read_proto(std::string_view text) {
    if (equals_ignoring_case(text, "https")) {
        return true;
    }
    return equals_ignoring_case(text, "http") ? std::optional{false} : std::nullopt;
}

void take_host(Forwarded& outcome, std::string_view text) {
    if (text.empty()) {
        return;
    }
    outcome.host = normalise_host(text);
    outcome.is_malformed = outcome.is_malformed || !outcome.host;
}

/// The element that stands beside the chosen address when the lists are equally long, else the nearest proxy's.
std::string_view beside(const std::vector<std::string>& list, std::size_t index, std::size_t addresses) {
    if (list.empty()) {
        return {};
    }
    return list.size() == addresses ? list[index] : list.back();
}

}  // namespace

bool is_trusted(const IpAddress& address, std::span<const IpNetwork> trusted) {
    return std::any_of(trusted.begin(), trusted.end(),
                       [&](const IpNetwork& network) { return network.contains(address); });
}

Forwarded read_forwarded(const Headers& headers, const IpAddress& peer, std::span<const IpNetwork> trusted) {
    Forwarded outcome;
    outcome.client = peer;
    const auto fail = [&] {
        outcome.client = peer;
        outcome.is_malformed = true;
        return outcome;
    };
    const std::vector<std::string> listed = list_elements(headers, "X-Forwarded-For");
    const std::vector<std::string> protos = list_elements(headers, "X-Forwarded-Proto");
    const std::vector<std::string> hosts = list_elements(headers, "X-Forwarded-Host");
    const std::vector<std::string> elements = list_elements(headers, "Forwarded");
    if (listed.size() > most_entries || elements.size() > most_entries) {
        return fail();
    }
    std::optional<Choice> by_list;
    std::size_t index = 0;
    if (!listed.empty()) {
        by_list = choose_client(listed, trusted);
        if (!by_list) {
            return fail();
        }
        outcome.client = by_list->client;
        index = by_list->index;
    }
    outcome.is_secure = read_proto(beside(protos, index, listed.size()));
    take_host(outcome, beside(hosts, index, listed.size()));
    if (elements.empty()) {
        return outcome;
    }
    std::vector<std::string> addresses;
    std::vector<Hop> hops;
    for (const std::string& element : elements) {
        auto hop = read_forwarded_element(element);
        if (!hop) {
            return fail();
        }
        addresses.push_back(hop->address);
        hops.push_back(std::move(*hop));
    }
    const auto choice = choose_client(addresses, trusted);
    // A proxy that writes one header passes a stranger's other one on; when they disagree neither is believed.
    if (!choice || (by_list && by_list->client != choice->client)) {
        return fail();
    }
    outcome.client = choice->client;
    if (!outcome.is_secure) {
        outcome.is_secure = read_proto(hops[choice->index].proto);
    }
    if (!outcome.host) {
        take_host(outcome, hops[choice->index].host);
    }
    return outcome;
}

}  // namespace mooring::http
