#pragma once

#include <optional>
#include <span>
#include <string>

#include "mooring/base/ip_address.hpp"
#include "mooring/http/message.hpp"

namespace mooring::http {

/// What a trusted proxy says of the connection in front of it.
struct Forwarded {
    IpAddress client;                 ///< the listener (measurement.md, 3.3)
    bool is_malformed = false;        ///< a forwarding header could not be read, or two contradict each other
    std::optional<bool> is_secure;    ///< said by `proto`
    std::optional<std::string> host;  ///< normalised
};

bool is_trusted(const IpAddress& address, std::span<const IpNetwork> trusted);

/// Read `Forwarded` (RFC 7239) and `X-Forwarded-For`, `-Proto`, `-Host`. The client is the right-most address that is
/// not trusted, or the left-most when all are; the peer itself when a header is malformed. Call only for trusted peers.
Forwarded read_forwarded(const Headers& headers, const IpAddress& peer, std::span<const IpNetwork> trusted);

}  // namespace mooring::http
