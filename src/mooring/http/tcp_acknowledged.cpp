#include "mooring/http/tcp_acknowledged.hpp"

// The kernel's header and not <netinet/tcp.h>: the C library's tcp_info ends before the field, and the two exclude each
// other, which is why this function has a file of its own.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>

namespace mooring::http {

std::optional<std::uint64_t> tcp_acknowledged_bytes(int descriptor) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
        size < offsetof(tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked) {
        return std::nullopt;
    }
    return info.tcpi_bytes_acked;
}

}  // namespace mooring::http
