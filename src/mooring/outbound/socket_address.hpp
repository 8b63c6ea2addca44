#pragma once

#include <sys/socket.h>

#include <optional>

#include "mooring/base/ip_address.hpp"

namespace mooring::outbound {

/// The address in a socket's address; nothing for families other than IPv4 and IPv6.
std::optional<IpAddress> address_of(const sockaddr& address);

}  // namespace mooring::outbound
