#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::server {

/// `HOST:PORT`, `[IPV6]:PORT`, `:PORT` (every address) or `PORT` (loopback).
struct ListenAddress {
    std::string host;  ///< an address; `localhost` is 127.0.0.1
    std::uint16_t port = 0;

    /// Errors: invalid_argument.
    static Result<ListenAddress> parse(std::string_view text);
    /// The host for links: 127.0.0.1 in the place of a wildcard, brackets around IPv6.
    std::string public_host() const;
};

}  // namespace mooring::server
