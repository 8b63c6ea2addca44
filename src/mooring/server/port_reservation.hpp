#pragma once

#include <cstdint>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/server/listen_address.hpp"

namespace mooring::server {

/// Holds a free port for the moment between asking for one (`:0`) and serving on it, so that links can name it
/// before anything is served. Released when destroyed.
class PortReservation {
public:
    /// Errors: unavailable.
    static Result<PortReservation> take(const ListenAddress& address);
    ~PortReservation();
    PortReservation(PortReservation&& other) noexcept;
    PortReservation& operator=(PortReservation&&) = delete;

    std::uint16_t port() const { return port_; }

private:
    PortReservation(int descriptor, std::uint16_t port) : descriptor_(descriptor), port_(port) {}

    int descriptor_;
    std::uint16_t port_;
};

}  // namespace mooring::server
