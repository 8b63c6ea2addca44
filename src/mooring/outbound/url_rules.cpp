#include "mooring/outbound/url_rules.hpp"

#include <unicode/idna.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::outbound {
namespace {

constexpr std::size_t max_url_characters = 2000;  // publishing-v1.md, 8.1
constexpr std::size_t max_host_bytes = 253;       // RFC 1035, 2.3.4
constexpr std::size_t max_label_bytes = 63;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// White space and control characters of all of Unicode, and the backslash, which browsers read as a slash.
bool has_forbidden_character(std::string_view text) {
    if (has_control_character(text)) return true;
    const auto unicode =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    for (std::int32_t at = 0; at < unicode.length(); at = unicode.moveIndex32(at, 1)) {
        const UChar32 c = unicode.char32At(at);
        if (c == '\\' || c == 0xfeff || u_isUWhiteSpace(c)) return true;
    }
    return false;
}

std::vector<std::string_view> labels_of(std::string_view host) {
    std::vector<std::string_view> labels;
    for (std::size_t begin = 0;;) {
        const std::size_t dot = host.find('.', begin);
        labels.push_back(host.substr(begin, dot - begin));
        if (dot == std::string_view::npos) return labels;
        begin = dot + 1;
    }
}

/// The name as it is looked up: mapped and in punycode (UTS 46), so that `１２７.1` and `127。1` are what they become.
std::optional<std::string> to_ascii_name(std::string_view host) {
    if (is_ascii(host)) return to_lower_ascii(host);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::IDNA> idna(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI, status));
    if (U_FAILURE(status) || idna == nullptr) return std::nullopt;
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    idna->nameToASCII_UTF8(icu::StringPiece(host.data(), static_cast<std::int32_t>(host.size())), sink, info, status);
    if (U_FAILURE(status) || info.hasErrors() || !is_ascii(ascii)) return std::nullopt;
    return to_lower_ascii(ascii);
}

bool is_name(std::string_view host) {
    if (host.empty() || host.size() > max_host_bytes) return false;
    const auto is_label = [](std::string_view label) {
        return !label.empty() && label.size() <= max_label_bytes && std::all_of(label.begin(), label.end(), [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        });
    };
    return std::ranges::all_of(labels_of(host), is_label);
}

std::optional<std::string> read_host(std::string_view text) {
    if (text.starts_with('[')) {
        if (text.size() < 4 || text.back() != ']') return std::nullopt;
        const auto address = IpAddress::parse(text);
        if (!address) return std::nullopt;
        return address->to_string();
    }
    auto name = to_ascii_name(text);
    if (!name) return std::nullopt;
    if (name->ends_with('.')) name->pop_back();
    return is_name(*name) ? name : std::nullopt;
}

std::optional<std::uint16_t> read_port(std::string_view digits, std::uint16_t standard) {
    if (digits.empty()) return standard;
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) return std::nullopt;
    return port;
}

std::string escape_non_ascii(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string escaped;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            escaped += c;
        } else {
            escaped += {'%', hex[byte >> 4], hex[byte & 15]};
        }
    }
    return escaped;
}

/// One part of an IPv4 address as inet_aton reads it: `0x` hexadecimal, `0` octal, else decimal.
std::optional<std::uint32_t> read_part(std::string_view part) {
    int base = 10;
    if (part.starts_with("0x") || part.starts_with("0X")) {
        part.remove_prefix(2);
        base = 16;
        if (part.empty()) return 0;  // as browsers read it
    } else if (part.size() > 1 && part.front() == '0') {
        base = 8;
    }
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, base);
    if (error != std::errc{} || end != part.data() + part.size()) return std::nullopt;
    return value;
}

/// A last label that is a number makes the host an address, or nothing at all (URL standard, "ends in a number").
bool ends_in_number(std::string_view host) {
    const std::string_view last = host.substr(host.rfind('.') + 1);
    return (!last.empty() && std::all_of(last.begin(), last.end(), is_digit)) || read_part(last).has_value();
}

bool is_refused_name(std::string_view host) {
    if (host.find('.') == std::string_view::npos) return true;
    constexpr std::array refused_ends{".localhost", ".local", ".internal", ".home.arpa"};
    return std::ranges::any_of(refused_ends, [&](std::string_view end) { return host.ends_with(end); }) ||
           host == "home.arpa";
}

IpNetwork network(std::string_view text) {
    return *IpNetwork::parse(text);
}

}  // namespace

std::string HttpUrl::bracketed_host() const {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string HttpUrl::text() const {
    const bool is_standard_port = port == (scheme == "https" ? 443 : 80);
    return scheme + "://" + bracketed_host() + (is_standard_port ? "" : ":" + std::to_string(port)) + target;
}

std::optional<HttpUrl> parse_http_url(std::string_view text) {
    if (!is_valid_utf8(text) || has_forbidden_character(text)) return std::nullopt;
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) return std::nullopt;

    HttpUrl url;
    url.scheme = to_lower_ascii(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
    text.remove_prefix(colon + 3);
    text = text.substr(0, text.find('#'));

    const std::size_t authority_end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, authority_end);
    url.target = escape_non_ascii(text.substr(authority_end));
    if (!url.target.starts_with('/')) url.target.insert(0, "/");

    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        url.has_credentials = true;
        authority.remove_prefix(at + 1);
    }
    const std::size_t bracket = authority.rfind(']');
    const std::size_t port_colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = read_host(authority.substr(0, port_colon));
    const auto port = read_port(port_colon == std::string_view::npos ? "" : authority.substr(port_colon + 1),
                                url.scheme == "https" ? 443 : 80);
    if (!host || !port) return std::nullopt;
    url.host = std::move(*host);
    url.port = *port;
    return url;
}

std::optional<IpAddress> literal_address(std::string_view host) {
    if (host.find(':') != std::string_view::npos) return IpAddress::parse(host);
    const auto parts = labels_of(host);
    if (parts.size() > 4) return std::nullopt;
    std::uint32_t address = 0;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto part = read_part(parts[index]);
        if (!part || parts[index].empty()) return std::nullopt;
        if (index + 1 < parts.size()) {
            if (*part > 255) return std::nullopt;
            address |= *part << (24 - 8 * index);
        } else {  // the last part fills what is left
            if (index > 0 && *part >= (std::uint32_t{1} << (32 - 8 * index))) return std::nullopt;
            address |= *part;
        }
    }
    return IpAddress::v4(static_cast<std::uint8_t>(address >> 24), static_cast<std::uint8_t>(address >> 16 & 255),
                         static_cast<std::uint8_t>(address >> 8 & 255), static_cast<std::uint8_t>(address & 255));
}

bool is_public_address(const IpAddress& address) {
    static const std::array refused_v4{network("0.0.0.0/8"),      network("10.0.0.0/8"),     network("100.64.0.0/10"),
                                       network("127.0.0.0/8"),    network("169.254.0.0/16"), network("172.16.0.0/12"),
                                       network("192.0.0.0/24"),   network("192.0.2.0/24"),   network("192.88.99.0/24"),
                                       network("192.168.0.0/16"), network("198.18.0.0/15"),  network("198.51.100.0/24"),
                                       network("203.0.113.0/24"), network("224.0.0.0/4"),    network("240.0.0.0/4")};
    static const std::array carries_v4{network("::ffff:0:0/96"), network("64:ff9b::/96")};
    static const IpNetwork global_v6 = network("2000::/3");
    static const std::array refused_v6{network("2001::/23"), network("2001:db8::/32"), network("2002::/16")};

    if (address.is_v4) return !is_listed(address, refused_v4);
    const auto holds = [&](const IpNetwork& range) { return range.contains(address); };
    if (std::ranges::any_of(carries_v4, holds)) return !is_listed(address.unwrapped(), refused_v4);
    return global_v6.contains(address) && std::ranges::none_of(refused_v6, holds);
}

bool is_listed(const IpAddress& address, std::span<const IpNetwork> networks) {
    const IpAddress inner = address.unwrapped();
    return std::ranges::any_of(
        networks, [&](const IpNetwork& range) { return range.contains(address) || range.contains(inner); });
}

bool is_acceptable_url(std::string_view text, std::span<const IpNetwork> allowed) {
    if (!is_valid_utf8(text) || code_point_count(text) > max_url_characters) return false;
    const auto url = parse_http_url(text);
    if (!url || url->has_credentials) return false;
    if (url->port != 80 && url->port != 443 && url->port < 1024) return false;
    if (const auto address = literal_address(url->host)) {
        return is_public_address(*address) || is_listed(*address, allowed);
    }
    if (url->host == "localhost") return is_listed(IpAddress::v4(127, 0, 0, 1), allowed);
    return !ends_in_number(url->host) && !is_refused_name(url->host);
}

}  // namespace mooring::outbound
