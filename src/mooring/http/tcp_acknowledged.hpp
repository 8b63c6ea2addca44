#pragma once

#include <cstdint>
#include <optional>

namespace mooring::http {

/// How many bytes of all that was sent on a TCP socket the peer has acknowledged (a FIN counts as one). Works on a
/// connection that was reset, too. Nothing when the kernel does not tell.
std::optional<std::uint64_t> tcp_acknowledged_bytes(int descriptor);

}  // namespace mooring::http
