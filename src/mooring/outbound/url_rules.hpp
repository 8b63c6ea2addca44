#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mooring/base/ip_address.hpp"
#include "mooring/base/result.hpp"

namespace mooring::outbound {

/// The parts of an absolute http or https URL.
struct HttpUrl {
    std::string scheme;  ///< lower case
    std::string host;    ///< lower-case ASCII, without brackets and without the dot of an absolute name
    std::uint16_t port = 0;
    std::string target;  ///< path and query, at least `/`; what is not ASCII is percent-encoded
    bool has_credentials = false;

    /// `host` as it stands in a URL: an IPv6 address in brackets.
    std::string bracketed_host() const;
    /// The URL again: without credentials and fragment, and without the scheme's own port.
    std::string text() const;
};

/// Read an absolute URL with a host (RFC 3986; internationalised names by UTS 46). Strict: nothing for white space,
/// control characters, backslashes, percent signs in the host, ill-formed UTF-8 or port 0.
std::optional<HttpUrl> parse_http_url(std::string_view text);

/// An IP address in any spelling that the C library would take for one: decimal, octal, hexadecimal and shortened
/// IPv4, IPv6; nothing for a name.
std::optional<IpAddress> literal_address(std::string_view host);

/// True when the outside may be called at `address` (publishing-v1.md, 8.2).
bool is_public_address(const IpAddress& address);

/// True when `address` lies in one of `networks`; an IPv4 address inside an IPv6 form counts as itself.
bool is_listed(const IpAddress& address, std::span<const IpNetwork> networks);

/// The check of URLs given by clients, before anything is stored (publishing-v1.md, 8.1). Looks nothing up.
/// Addresses of `allowed` pass in spite of 8.2, and with them the name `localhost` when `allowed` holds 127.0.0.1.
bool is_acceptable_url(std::string_view text, std::span<const IpNetwork> allowed = {});

}  // namespace mooring::outbound
