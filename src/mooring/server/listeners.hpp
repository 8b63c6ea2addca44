#pragma once

#include <optional>
#include <vector>

#include "mooring/http/family_router.hpp"
#include "mooring/http/server.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/port_reservation.hpp"

namespace mooring::server {

/// Where to listen, with ports already found for those given as 0, and the family each listener serves alone.
struct Listeners {
    std::vector<http::Listener> listeners;
    std::vector<std::optional<http::Family>> families;  ///< by listener
    std::vector<std::uint16_t> public_ports;            ///< of `config.listen`, in order
    std::vector<PortReservation> reservations;          ///< let go once the server has bound
};

/// Work out the listeners of a configuration. Sockets handed over by systemd take the place of `config.listen`.
/// Errors: invalid_argument (an address), unavailable (a port in use).
Result<Listeners> plan_listeners(const Config& config);

}  // namespace mooring::server
