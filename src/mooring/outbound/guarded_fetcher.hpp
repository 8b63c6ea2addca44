#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mooring/base/ip_address.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/outbound/resolver.hpp"

namespace mooring::outbound {

/// How long and how much any one answer may take (delivery.md, 10.3). The body's cap is the request's.
struct GuardLimits {
    std::chrono::milliseconds connect{10'000};  ///< look-up and connection, TLS included
    std::chrono::milliseconds headers{15'000};  ///< from the connection to the end of the headers
    std::chrono::milliseconds idle{30'000};     ///< without a byte of the body
    int header_lines = 100;
    std::size_t header_bytes = 64 * 1024;
    std::int64_t decompression_ratio = 200;
};

struct GuardOptions {
    /// Addresses that may be called although they are not public; at any port. Only the operator's configuration and
    /// tests fill it, never a request.
    std::vector<IpNetwork> allowed;
    std::vector<std::uint16_t> ports{80, 443};
    std::string ca_file;     ///< certificates to trust in place of the system's; empty for the system's
    std::string user_agent;  ///< holds the word `bot` and a contact URL, so that other hosts do not count us
    GuardLimits limits;
    std::shared_ptr<Resolver> resolver;  ///< null: the machine's own
};

/// `Mooring/0.1 (bot; +<base_url>)`
std::string default_user_agent(const std::string& base_url);

/// The one way out. Each fetch has connections of its own.
std::unique_ptr<Fetcher> make_guarded_fetcher(GuardOptions options);

}  // namespace mooring::outbound
