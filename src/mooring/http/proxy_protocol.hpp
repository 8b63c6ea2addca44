#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "mooring/base/ip_address.hpp"

namespace mooring::http {

/// What the beginning of a connection says by the PROXY protocol, versions 1 and 2.
/// Source: haproxy.org, "The PROXY protocol", sections 2.1 and 2.2.
struct ProxyPreamble {
    enum class State { more, complete, malformed };
    State state = State::more;
    std::size_t size = 0;             ///< when complete: bytes that belong to it
    std::optional<IpAddress> source;  ///< nothing for LOCAL and UNKNOWN: the peer speaks for itself
};

/// Read what came so far. Never asks for more than 64 KiB.
ProxyPreamble read_proxy_preamble(std::string_view bytes);

}  // namespace mooring::http
