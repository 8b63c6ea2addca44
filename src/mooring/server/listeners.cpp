#include "mooring/server/listeners.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#include <utility>

#include "mooring/server/listen_address.hpp"

namespace mooring::server {
namespace {

std::uint16_t port_of_socket(int descriptor) {
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return 0;
    if (storage.ss_family == AF_INET) return ntohs(reinterpret_cast<sockaddr_in*>(&storage)->sin_port);
    if (storage.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&storage)->sin6_port);
    return 0;
}

Result<std::uint16_t> add(Listeners& plan, http::Listener listener, const std::string& address_text,
                          std::optional<http::Family> family) {
    MOORING_TRY(const ListenAddress address, ListenAddress::parse(address_text));
    MOORING_TRY(PortReservation reservation, PortReservation::take(address));
    listener.address = address.host;
    listener.port = reservation.port();
    plan.reservations.push_back(std::move(reservation));
    plan.listeners.push_back(listener);
    plan.families.push_back(family);
    return listener.port;
}

}  // namespace

Result<Listeners> plan_listeners(const Config& config) {
    http::Listener pattern;
    pattern.tls = !config.tls_certificate.empty();
    pattern.proxy_protocol = config.proxy_protocol;

    Listeners plan;
    const int inherited = ::sd_listen_fds(1);
    for (int index = 0; index < inherited; ++index) {
        http::Listener listener = pattern;
        listener.inherited_descriptor = SD_LISTEN_FDS_START + index;
        plan.listeners.push_back(listener);
        plan.families.push_back(std::nullopt);
        plan.public_ports.push_back(port_of_socket(listener.inherited_descriptor));
    }
    if (inherited <= 0) {
        for (const std::string& address : config.listen) {
            MOORING_TRY(const std::uint16_t port, add(plan, pattern, address, std::nullopt));
            plan.public_ports.push_back(port);
        }
    }
    for (const auto& [family, address] : config.family_listen) {
        MOORING_CHECK(add(plan, pattern, address, http::parse_family(family)));
    }
    return plan;
}

}  // namespace mooring::server
