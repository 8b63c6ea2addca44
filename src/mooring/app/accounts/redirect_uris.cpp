#include "mooring/app/accounts/redirect_uris.hpp"

#include <algorithm>
#include <cstddef>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t longest_uri = 2048;
constexpr std::string_view loopback_hosts[] = {"127.0.0.1", "[::1]"};
// What browsers and desktops act upon themselves, or could carry the code to another server.
constexpr std::string_view forbidden_schemes[] = {
    "about",  "blob", "chrome", "data",     "file",       "filesystem", "ftp", "intent",     "jar",
    "mailto", "sms",  "tel",    "vbscript", "javascript", "ws",         "wss", "view-source"};

bool is_lower_alpha(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The parts of a URI, each a stretch of its text.
struct Parts {
    std::string_view scheme;
    std::optional<std::string_view> authority;  ///< after `//`
    std::string_view host;                      ///< with the brackets of an IPv6 literal
    std::optional<std::string_view> port;       ///< after `:`, perhaps empty
    std::string_view rest;                      ///< path and query
};

/// Nothing when there is no scheme. RFC 3986, section 3; characters are not judged here.
std::optional<Parts> split(std::string_view uri) {
    const std::size_t colon = uri.find(':');
    if (colon == 0 || colon == std::string_view::npos) return std::nullopt;
    Parts parts{.scheme = uri.substr(0, colon), .rest = uri.substr(colon + 1)};
    if (!parts.rest.starts_with("//")) return parts;
    parts.authority = parts.rest.substr(2, parts.rest.find_first_of("/?#", 2) - 2);
    parts.rest.remove_prefix(2 + parts.authority->size());
    const std::size_t bracket = parts.authority->starts_with('[') ? parts.authority->find(']') : 0;
    const std::size_t port_colon = parts.authority->find(':', bracket == std::string_view::npos ? 0 : bracket);
    parts.host = parts.authority->substr(0, port_colon);
    if (port_colon != std::string_view::npos) parts.port = parts.authority->substr(port_colon + 1);
    return parts;
}

bool is_web(const Parts& parts) {
    return parts.scheme == "https" || parts.scheme == "http";
}

bool is_loopback(const Parts& parts) {
    return std::ranges::find(loopback_hosts, parts.host) != std::end(loopback_hosts);
}

/// 1 to 65535, without leading zeros.
bool is_port(std::string_view text) {
    if (text.empty() || text.size() > 5 || text.front() == '0' || !std::ranges::all_of(text, is_digit)) return false;
    return parse_decimal(text).value_or(0) <= 65535;
}

/// RFC 3986, section 2: what a URI is written in, with `%` before two hexadecimal digits only.
bool has_uri_characters(std::string_view uri) {
    static constexpr std::string_view punctuation = "-._~:/?#[]@!$&'()*+,;=%";
    const bool is_good = std::ranges::all_of(uri, [](char c) {
        return is_lower_alpha(c) || (c >= 'A' && c <= 'Z') || is_digit(c) ||
               punctuation.find(c) != std::string_view::npos;
    });
    return is_good && percent_decode(uri).has_value();
}

bool is_scheme(std::string_view scheme) {
    return is_lower_alpha(scheme.front()) && std::ranges::all_of(scheme, [](char c) {
               return is_lower_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
           });
}

/// A name of lower-case letters, digits, `-`, `_` and dots, or an IPv6 literal in brackets. Narrower than RFC 3986,
/// whose names may hold `;` and `,`: those would end a directive of the policy that the origin stands in.
bool is_host(std::string_view host) {
    if (host.starts_with('[')) {
        return host.ends_with(']') && host.size() > 2 &&
               host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1;
    }
    return !host.empty() && host.front() != '.' && host.find("..") == std::string_view::npos &&
           std::ranges::all_of(
               host, [](char c) { return is_lower_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_localhost(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    return host == "localhost" || host.ends_with(".localhost");
}

Error refused(std::string why) {
    return invalid("redirect_uri", "redirect uri " + std::move(why));
}

Result<void> check_web_uri(const Parts& parts) {
    if (!parts.authority) return refused("has no host");
    if (parts.authority->find('@') != std::string_view::npos) return refused("has a user name");
    if (!is_host(parts.host)) return refused("has a host that is not a lower-case name or address");
    if (parts.port && !is_port(*parts.port)) return refused("has a port that is not 1 to 65535");
    if (is_localhost(parts.host)) return refused("names localhost; use 127.0.0.1 or [::1]");
    if (parts.scheme == "http" && !is_loopback(parts))
        return refused("is http to another host than 127.0.0.1 or [::1]");
    return ok();
}

}  // namespace

Result<void> check_redirect_uri(std::string_view uri, domain::AppKind kind) {
    if (uri.size() > longest_uri) return refused("is over 2048 bytes");
    if (!has_uri_characters(uri)) return refused("has characters that no uri has");
    if (uri.find('#') != std::string_view::npos) return refused("has a fragment");
    const auto parts = split(uri);
    if (!parts || !is_scheme(parts->scheme)) return refused("has no lower-case scheme");
    if (is_web(*parts)) return check_web_uri(*parts);
    if (std::ranges::find(forbidden_schemes, parts->scheme) != std::end(forbidden_schemes)) {
        return refused("has a scheme that is not an app's");
    }
    if (kind != domain::AppKind::public_client) return refused("has a scheme of its own, which only public apps may");
    return ok();
}

bool redirect_matches(std::string_view registered, std::string_view given) {
    if (registered == given) return true;
    const auto parts = split(registered);
    if (!parts || !is_web(*parts) || !is_loopback(*parts) || parts->port) return false;
    // Everything up to the port and everything after it must be the same text.
    const std::string_view before = registered.substr(0, registered.size() - parts->rest.size());
    if (!given.starts_with(before) || !given.ends_with(parts->rest)) return false;
    if (given.size() < before.size() + 1 + parts->rest.size() || given[before.size()] != ':') return false;
    given.remove_prefix(before.size() + 1);
    given.remove_suffix(parts->rest.size());
    return is_port(given);
}

std::optional<std::string> origin_of(std::string_view uri) {
    const auto parts = split(uri);
    if (!parts || !is_web(*parts) || !parts->authority) return std::nullopt;
    std::string origin = std::string{parts->scheme} + "://" + std::string{parts->host};
    const std::string_view own_port = parts->scheme == "https" ? "443" : "80";
    if (parts->port && *parts->port != own_port) origin += ":" + std::string{*parts->port};
    return origin;
}

std::string policy_source_of(std::string_view uri) {
    if (auto origin = origin_of(uri)) return *std::move(origin);
    return std::string{uri.substr(0, uri.find(':'))} + ":";
}

std::string with_query(std::string_view uri,
                       std::span<const std::pair<std::string_view, std::string_view>> parameters) {
    std::string text{uri};
    for (const auto& [name, value] : parameters) {
        if (text.find('?') == std::string::npos) {
            text += '?';
        } else if (!text.ends_with('?') && !text.ends_with('&')) {
            text += '&';
        }
        text += percent_encode(name) + "=" + percent_encode(value);
    }
    return text;
}

}  // namespace mooring::app::accounts
