#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/ip_address.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// Networks behind one address of which many people listen: a campus, a company, a carrier, a relay. The rule about one
/// address's volume does not apply to them (measurement.md, 6.5).
class SafeNetworks {
public:
    struct Entry {
        IpNetwork network;
        std::string name;
        std::chrono::sys_days reviewed;  ///< when somebody last looked whether it still is so
    };
    /// After this an entry should be looked at again.
    static constexpr std::chrono::days review_due{90};
    static constexpr std::size_t most_entries = 1000;

    SafeNetworks() = default;

    /// Read `[{"network":"192.0.2.0/24","name":"…","reviewed":"2026-09-01"}, …]`.
    /// Errors: invalid_argument (names the entry), too_large.
    static Result<SafeNetworks> parse(std::string_view json);

    bool contains(const IpAddress& address) const;
    const std::vector<Entry>& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
};

/// The list in use, which can be exchanged while it is asked. Safe from several threads.
class CurrentSafeNetworks {
public:
    void set(SafeNetworks networks) { networks_.store(std::make_shared<const SafeNetworks>(std::move(networks))); }
    bool contains(const IpAddress& address) const {
        const auto networks = networks_.load();
        return networks && networks->contains(address);
    }

private:
    std::atomic<std::shared_ptr<const SafeNetworks>> networks_;
};

}  // namespace mooring::analytics
