#include "mooring/api/publishing/response_cache.hpp"

namespace mooring::api::publishing {
namespace {

constexpr std::size_t longest_query = 256;
constexpr std::size_t overhead_bytes = 256;  ///< of an entry besides its body

bool holds(const CachedBody& cached, std::uint64_t version, Instant now) {
    return cached.version == version && cached.valid_from <= now && (!cached.valid_until || now < *cached.valid_until);
}

}  // namespace

std::string ResponseCache::name_of(std::int64_t workspace, std::string_view path, std::string_view query) {
    if (query.size() > longest_query || path.size() > longest_query) return {};
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    std::string name = std::to_string(workspace);
    name.reserve(name.size() + path.size() + query.size() + 1);
    name += path;
    name += '?';
    name += query;
    return name;
}

http::SharedBytes ResponseCache::find(const std::string& name, std::uint64_t version, Instant now) {
    Shard& shard = shard_of(name);
    const std::lock_guard lock(shard.mutex);
    if (const auto young = shard.young.find(name); young != shard.young.end()) {
        return holds(young->second, version, now) ? young->second.body : nullptr;
    }
    const auto old = shard.old.find(name);
    if (old == shard.old.end() || !holds(old->second, version, now)) return nullptr;
    CachedBody cached = old->second;
    insert(shard, name, cached);
    return cached.body;
}

void ResponseCache::put(const std::string& name, CachedBody cached) {
    if (name.empty() || cached.body->size() > shard_capacity_) return;
    Shard& shard = shard_of(name);
    const std::lock_guard lock(shard.mutex);
    insert(shard, name, std::move(cached));
}

void ResponseCache::insert(Shard& shard, const std::string& name, CachedBody cached) const {
    const std::size_t weight = cached.body->size() + name.size() + overhead_bytes;
    if (shard.young_bytes + weight > shard_capacity_) {
        shard.old = std::move(shard.young);
        shard.young = {};
        shard.young_bytes = 0;
    }
    if (const auto before = shard.young.find(name); before != shard.young.end()) {
        shard.young_bytes -= before->second.body->size() + name.size() + overhead_bytes;
    }
    shard.young_bytes += weight;
    shard.young.insert_or_assign(name, std::move(cached));
}

}  // namespace mooring::api::publishing
