#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/base/clock.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::publishing {

/// The body of an answer, and as long as what it holds.
struct CachedBody {
    http::SharedBytes body;
    std::uint64_t version = 0;           ///< of the workspace, read before the catalog was
    Instant valid_from;                  ///< the time it was made for
    std::optional<Instant> valid_until;  ///< the next publication: from then on another answer is due
};

/// Bodies of recent reads, in bounded memory; those longest unasked go first. A body is kept under its workspace and
/// its request, and given only while nothing of the workspace has changed and no scheduled episode has appeared. Safe
/// from any thread; a look-up never waits for more than another look-up.
class ResponseCache {
public:
    explicit ResponseCache(std::size_t capacity_bytes) : shard_capacity_(capacity_bytes / shard_count / 2) {}

    /// Null when there is none that holds at `now`.
    http::SharedBytes find(const std::string& name, std::uint64_t version, Instant now);
    void put(const std::string& name, CachedBody cached);

    /// The name of a request of a workspace; empty for requests too long to be worth keeping.
    static std::string name_of(std::int64_t workspace, std::string_view path, std::string_view query);

private:
    using Bodies = std::unordered_map<std::string, CachedBody>;
    struct Shard {
        std::mutex mutex;
        Bodies young, old;
        std::size_t young_bytes = 0;
    };
    static constexpr std::size_t shard_count = 16;

    void insert(Shard& shard, const std::string& name, CachedBody cached) const;
    Shard& shard_of(const std::string& name) { return shards_[std::hash<std::string>{}(name) % shard_count]; }

    std::size_t shard_capacity_;
    std::array<Shard, shard_count> shards_;
};

}  // namespace mooring::api::publishing
