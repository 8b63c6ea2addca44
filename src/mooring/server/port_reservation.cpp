#include "mooring/server/port_reservation.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "mooring/base/ip_address.hpp"

namespace mooring::server {
namespace {

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;
};

SocketAddress socket_address(const ListenAddress& address) {
    SocketAddress result;
    const auto ip = IpAddress::parse(address.host).value_or(IpAddress::v4(127, 0, 0, 1));
    if (ip.is_v4) {
        auto* v4 = reinterpret_cast<sockaddr_in*>(&result.storage);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(address.port);
        std::memcpy(&v4->sin_addr, ip.bytes.data(), 4);
        result.length = sizeof(sockaddr_in);
    } else {
        auto* v6 = reinterpret_cast<sockaddr_in6*>(&result.storage);
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(address.port);
        std::memcpy(&v6->sin6_addr, ip.bytes.data(), 16);
        result.length = sizeof(sockaddr_in6);
    }
    return result;
}

}  // namespace

Result<PortReservation> PortReservation::take(const ListenAddress& address) {
    SocketAddress wanted = socket_address(address);
    const int descriptor = ::socket(wanted.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    // The server binds the same port beside this socket, which never listens.
    const bool bound = descriptor >= 0 && ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0 &&
                       ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                       ::bind(descriptor, reinterpret_cast<sockaddr*>(&wanted.storage), wanted.length) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&wanted.storage), &wanted.length) == 0;
    if (!bound) {
        const int error = errno;
        if (descriptor >= 0) ::close(descriptor);
        return Error{Errc::unavailable, "cannot listen on " + address.host + ":" + std::to_string(address.port) + ": " +
                                            std::strerror(error)};
    }
    const std::uint16_t port = wanted.storage.ss_family == AF_INET
                                   ? ntohs(reinterpret_cast<sockaddr_in*>(&wanted.storage)->sin_port)
                                   : ntohs(reinterpret_cast<sockaddr_in6*>(&wanted.storage)->sin6_port);
    return PortReservation{descriptor, port};
}

PortReservation::~PortReservation() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

PortReservation::PortReservation(PortReservation&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), port_(other.port_) {}

}  // namespace mooring::server
