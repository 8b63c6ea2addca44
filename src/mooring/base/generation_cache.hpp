#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace mooring {

/// Remembers values by text, at most twice `capacity` of them: when as many were put in since the last turn, those not
/// put in since then are forgotten. Values are cheap to copy. Safe from any thread; a lock is held for a look-up only.
template <class Value>
class GenerationCache {
public:
    explicit GenerationCache(std::size_t capacity) : capacity_(capacity) {}

    std::optional<Value> find(const std::string& key) {
        Shard& shard = shard_of(key);
        const std::lock_guard lock(shard.mutex);
        if (const auto young = shard.young.find(key); young != shard.young.end()) return young->second;
        if (const auto old = shard.old.find(key); old != shard.old.end()) return old->second;
        return std::nullopt;
    }

    /// Remember `value`, in place of what there is under `key`.
    void put(const std::string& key, Value value) {
        Shard& shard = shard_of(key);
        const std::lock_guard lock(shard.mutex);
        if (shard.young.size() >= capacity_ / shard_count + 1) {
            shard.old = std::move(shard.young);
            shard.young = {};
        }
        shard.young.insert_or_assign(key, std::move(value));
    }

private:
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Value> young, old;
    };
    static constexpr std::size_t shard_count = 16;
    Shard& shard_of(std::string_view key) { return shards_[std::hash<std::string_view>{}(key) % shard_count]; }

    std::size_t capacity_;
    std::array<Shard, shard_count> shards_;
};

}  // namespace mooring
