#include "mooring/app/delivering/address_limiter.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace mooring::app::delivering {

double AddressLimiter::refilled(const Bucket& bucket, Instant now) const {
    const double seconds = std::chrono::duration<double>(now - bucket.at).count();
    return std::min(limit_.burst, bucket.tokens + std::max(0.0, seconds) * limit_.per_second);
}

void AddressLimiter::make_room(Shard& shard, Instant now) const {
    std::erase_if(shard.buckets, [&](const auto& entry) { return refilled(entry.second, now) >= limit_.burst; });
    if (shard.buckets.size() >= prefixes_per_shard) shard.buckets.clear();
}

std::optional<std::int64_t> AddressLimiter::refuse(const IpAddress& address, Instant now) {
    if (limit_.burst <= 0 || address.is_loopback()) return std::nullopt;
    const IpAddress prefix = address.limit_prefix();
    Shard& shard = shards_[std::hash<IpAddress>{}(prefix) % shards];
    const std::lock_guard lock{shard.mutex};
    if (shard.buckets.size() >= prefixes_per_shard) make_room(shard, now);
    auto [place, is_new] = shard.buckets.try_emplace(prefix, Bucket{limit_.burst, now});
    Bucket& bucket = place->second;
    if (!is_new) {
        bucket.tokens = refilled(bucket, now);
        bucket.at = now;
    }
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    if (limit_.per_second <= 0) return 60;
    return std::max<std::int64_t>(1, std::llround(std::ceil((1 - bucket.tokens) / limit_.per_second)));
}

}  // namespace mooring::app::delivering
