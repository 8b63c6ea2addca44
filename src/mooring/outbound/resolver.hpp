#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "mooring/base/ip_address.hpp"
#include "mooring/base/result.hpp"

namespace mooring::outbound {

/// Looks names up. Safe from several threads; blocking, but never longer than it is told to.
class Resolver {
public:
    virtual ~Resolver() = default;
    /// Every address of `host`, at least one. Errors: timeout, unavailable (no such name, or nobody knows).
    virtual Result<std::vector<IpAddress>> resolve(const std::string& host, std::chrono::milliseconds timeout) = 0;
};

/// The machine's own resolver, on a few threads of its own, since the C library's look-up knows no deadline. A
/// look-up that nobody waits for any more goes on until the library gives up.
std::unique_ptr<Resolver> make_system_resolver();

}  // namespace mooring::outbound
