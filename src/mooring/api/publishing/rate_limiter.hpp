#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "mooring/base/clock.hpp"
#include "mooring/base/ip_address.hpp"

namespace mooring::api::publishing {

/// So many a minute in the long run, and so many at once.
struct RateLimit {
    int per_minute = 60;
    int burst = 60;
};

/// The limits of publishing-v1.md, section 15.
struct RateLimits {
    bool is_enabled = true;
    RateLimit reads{120, 60};
    RateLimit writes{60, 20};
    RateLimit uploads{10, 10};
    int uploads_at_once = 2;
    RateLimit strangers{30, 30};  ///< requests without a valid key, per address
};

/// Which of a key's buckets a request draws from.
enum class Bucket { reads, writes, uploads };

/// What a bucket says to one request.
struct RateVerdict {
    bool is_allowed = true;
    std::int64_t limit = 0;        ///< a minute
    std::int64_t remaining = 0;    ///< requests that would pass right now
    std::int64_t reset_unix = 0;   ///< when the bucket is full again, Unix seconds
    std::int64_t retry_after = 0;  ///< seconds, at least 1, after which one request passes; 0 when allowed
};

/// Token buckets by name, in bounded memory: the ones longest unused are forgotten first, and count as full then.
/// Safe from any thread; a look-up never waits for more than another look-up.
template <class Name>
class TokenBuckets {
public:
    TokenBuckets(RateLimit limit, std::size_t capacity);

    /// Take one token, or tell when there will be one. A refusal costs nothing.
    RateVerdict take(const Name& name, Instant now) { return look(name, now, true); }
    /// What `take` would say, without taking.
    RateVerdict peek(const Name& name, Instant now) { return look(name, now, false); }

private:
    RateVerdict look(const Name& name, Instant now, bool takes);

    struct Shard {
        std::mutex mutex;
        /// When each bucket is full again (the theoretical arrival time of GCRA), Unix microseconds.
        std::unordered_map<Name, std::int64_t> young, old;
    };
    static constexpr std::size_t shard_count = 16;

    RateLimit limit_;
    std::int64_t micros_per_token_;
    std::size_t shard_capacity_;
    std::array<Shard, shard_count> shards_;
};

/// All limits of the family.
class RateLimiter {
public:
    RateLimiter(const RateLimits& limits, const Clock& clock);

    /// Charge one request to a key's bucket. When limits are off it is allowed and the bucket looks full.
    RateVerdict take(std::int64_t key, Bucket bucket);
    /// What `take` would say, without charging.
    RateVerdict peek(std::int64_t key, Bucket bucket);

    /// May this address ask anything? False once too many of its requests had no valid key.
    RateVerdict check_address(const IpAddress& address);
    /// Count a request without a valid key.
    void count_stranger(const IpAddress& address);

    /// A place among the uploads that a key has under way; given back when the last copy goes. Null: none is free.
    std::shared_ptr<void> begin_upload(std::int64_t key);

private:
    struct Uploads {
        std::mutex mutex;
        std::map<std::int64_t, int> under_way;
    };

    const RateLimit& limit_of(Bucket bucket) const;
    TokenBuckets<std::int64_t>& buckets_of(Bucket bucket);
    RateVerdict unlimited(Bucket bucket) const;

    RateLimits limits_;
    const Clock& clock_;
    TokenBuckets<std::int64_t> reads_, writes_, uploads_;
    TokenBuckets<IpAddress> strangers_;
    std::shared_ptr<Uploads> uploads_under_way_ = std::make_shared<Uploads>();
};

}  // namespace mooring::api::publishing
