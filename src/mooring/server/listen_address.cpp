#include "mooring/server/listen_address.hpp"

#include "mooring/base/ip_address.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::server {

Result<ListenAddress> ListenAddress::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    std::string_view host = colon == std::string_view::npos ? std::string_view{"127.0.0.1"} : text.substr(0, colon);
    const auto port = parse_decimal(colon == std::string_view::npos ? text : text.substr(colon + 1));
    if (host.empty() || host == "*") host = "0.0.0.0";
    if (host == "localhost") host = "127.0.0.1";
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (!port || *port < 0 || *port > 65535 || !IpAddress::parse(host)) {
        return invalid("listen", "'" + std::string{text} + "' is not an address to listen on, such as 127.0.0.1:8080");
    }
    return ListenAddress{std::string{host}, static_cast<std::uint16_t>(*port)};
}

std::string ListenAddress::public_host() const {
    if (host == "0.0.0.0" || host == "::") return "127.0.0.1";
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace mooring::server
