#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "mooring/base/clock.hpp"
#include "mooring/base/ip_address.hpp"

namespace mooring::app::delivering {

/// How often one address may ask.
struct AddressLimit {
    double burst = 60;  ///< 0: no limit
    double per_second = 1;
};

/// Token buckets per address prefix (/24, /64), in memory only. Loopback is exempt, or speed could not be measured
/// (delivery.md, section 12). Bounded: when it is full, the emptiest knowledge goes: prefixes whose bucket is full
/// again, and, if there are none, all. Safe from several threads, never waits long.
class AddressLimiter {
public:
    explicit AddressLimiter(AddressLimit limit) : limit_(limit) {}

    /// Take one turn. Nothing: go on. Otherwise the seconds until the next turn (at least 1).
    std::optional<std::int64_t> refuse(const IpAddress& address, Instant now);

private:
    struct Bucket {
        double tokens = 0;
        Instant at;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<IpAddress, Bucket> buckets;
    };
    static constexpr std::size_t shards = 16;
    static constexpr std::size_t prefixes_per_shard = 8192;

    double refilled(const Bucket& bucket, Instant now) const;
    void make_room(Shard& shard, Instant now) const;

    const AddressLimit limit_;
    std::array<Shard, shards> shards_;
};

}  // namespace mooring::app::delivering
