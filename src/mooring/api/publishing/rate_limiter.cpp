#include "mooring/api/publishing/rate_limiter.hpp"

#include <algorithm>

namespace mooring::api::publishing {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::size_t tracked_names = 65'536;

std::int64_t ceil_divide(std::int64_t number, std::int64_t by) {
    return (number + by - 1) / by;
}

/// What is counted as one address: itself, or its /64 (publishing-v1.md, section 15).
IpAddress counted_as(const IpAddress& address) {
    return address.is_v4 ? address : address.limit_prefix();
}

}  // namespace

template <class Name>
TokenBuckets<Name>::TokenBuckets(RateLimit limit, std::size_t capacity)
    : limit_{std::max(limit.per_minute, 1), std::max(limit.burst, 1)},
      micros_per_token_(60 * micros_per_second / limit_.per_minute),
      shard_capacity_(capacity / shard_count / 2 + 1) {}

template <class Name>
RateVerdict TokenBuckets<Name>::look(const Name& name, Instant instant, bool takes) {
    const std::int64_t now = unix_micros(instant);
    const std::int64_t room = limit_.burst * micros_per_token_;
    Shard& shard = shards_[std::hash<Name>{}(name) % shard_count];
    const std::lock_guard lock(shard.mutex);

    std::int64_t full_at = now;
    if (const auto young = shard.young.find(name); young != shard.young.end()) {
        full_at = young->second;
    } else if (const auto old = shard.old.find(name); old != shard.old.end()) {
        full_at = old->second;
    }
    // Not before now; and not later than an empty bucket, should the clock have been set back. That is remembered,
    // or a refused request would find the old future again.
    const bool clock_was_set_back = full_at > now + room;
    full_at = std::clamp(full_at, now, now + room);
    if (clock_was_set_back) shard.young.insert_or_assign(name, full_at);

    RateVerdict verdict{.limit = limit_.per_minute};
    const std::int64_t after = full_at + micros_per_token_;
    verdict.is_allowed = after - now <= room;
    if (verdict.is_allowed && takes) {
        full_at = after;
        if (shard.young.size() >= shard_capacity_ && !shard.young.contains(name)) {
            shard.old = std::move(shard.young);
            shard.young = {};
        }
        shard.young.insert_or_assign(name, full_at);
    }
    verdict.remaining = (now + room - full_at) / micros_per_token_;
    verdict.reset_unix = ceil_divide(full_at, micros_per_second);
    if (!verdict.is_allowed) {
        verdict.retry_after = std::max<std::int64_t>(1, ceil_divide(after - now - room, micros_per_second));
    }
    return verdict;
}

template class TokenBuckets<std::int64_t>;
template class TokenBuckets<IpAddress>;

RateLimiter::RateLimiter(const RateLimits& limits, const Clock& clock)
    : limits_(limits),
      clock_(clock),
      reads_(limits.reads, tracked_names),
      writes_(limits.writes, tracked_names),
      uploads_(limits.uploads, tracked_names),
      strangers_(limits.strangers, tracked_names) {}

const RateLimit& RateLimiter::limit_of(Bucket bucket) const {
    switch (bucket) {
        case Bucket::reads: return limits_.reads;
        case Bucket::writes: return limits_.writes;
        case Bucket::uploads: return limits_.uploads;
    }
    return limits_.reads;
}

TokenBuckets<std::int64_t>& RateLimiter::buckets_of(Bucket bucket) {
    switch (bucket) {
        case Bucket::reads: return reads_;
        case Bucket::writes: return writes_;
        case Bucket::uploads: return uploads_;
    }
    return reads_;
}

RateVerdict RateLimiter::unlimited(Bucket bucket) const {
    const RateLimit& limit = limit_of(bucket);
    return {.limit = limit.per_minute, .remaining = limit.burst, .reset_unix = unix_seconds(clock_.now())};
}

RateVerdict RateLimiter::take(std::int64_t key, Bucket bucket) {
    return limits_.is_enabled ? buckets_of(bucket).take(key, clock_.now()) : unlimited(bucket);
}

RateVerdict RateLimiter::peek(std::int64_t key, Bucket bucket) {
    return limits_.is_enabled ? buckets_of(bucket).peek(key, clock_.now()) : unlimited(bucket);
}

RateVerdict RateLimiter::check_address(const IpAddress& address) {
    return limits_.is_enabled ? strangers_.peek(counted_as(address), clock_.now()) : RateVerdict{};
}

void RateLimiter::count_stranger(const IpAddress& address) {
    if (limits_.is_enabled) strangers_.take(counted_as(address), clock_.now());
}

std::shared_ptr<void> RateLimiter::begin_upload(std::int64_t key) {
    const std::shared_ptr<Uploads> uploads = uploads_under_way_;
    {
        const std::lock_guard lock(uploads->mutex);
        int& count = uploads->under_way[key];
        if (limits_.is_enabled && count >= limits_.uploads_at_once) return nullptr;
        ++count;
    }
    return {uploads.get(), [uploads, key](void*) {
                const std::lock_guard lock(uploads->mutex);
                if (--uploads->under_way[key] == 0) uploads->under_way.erase(key);
            }};
}

}  // namespace mooring::api::publishing
