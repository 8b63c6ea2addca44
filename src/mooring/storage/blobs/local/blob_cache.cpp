#include "mooring/storage/blobs/local/blob_cache.hpp"

#include <utility>

namespace mooring::storage::local {

std::shared_ptr<const OpenBlob> BlobCache::find(std::string_view sha256) {
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(sha256);
    if (found == by_name_.end()) {
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->blob;
}

std::uint64_t BlobCache::removals() const {
    const std::lock_guard lock(mutex_);
    return removals_;
}

void BlobCache::insert(std::string_view sha256, std::shared_ptr<const OpenBlob> blob,
                       std::uint64_t removals_before_opening) {
    std::shared_ptr<const OpenBlob> pushed_out;  // closed after the lock is given back
    const std::lock_guard lock(mutex_);
    if (limit_ == 0 || removals_ != removals_before_opening || by_name_.contains(sha256)) {
        return;
    }
    if (entries_.size() >= limit_) {
        by_name_.erase(entries_.back().sha256);
        pushed_out = std::move(entries_.back().blob);
        entries_.pop_back();
    }
    entries_.push_front({std::string{sha256}, std::move(blob)});
    by_name_.emplace(entries_.front().sha256, entries_.begin());
}

void BlobCache::remove(std::string_view sha256) {
    std::shared_ptr<const OpenBlob> removed;
    const std::lock_guard lock(mutex_);
    ++removals_;
    const auto found = by_name_.find(sha256);
    if (found == by_name_.end()) {
        return;
    }
    const auto entry = found->second;
    removed = std::move(entry->blob);
    by_name_.erase(found);
    entries_.erase(entry);
}

}  // namespace mooring::storage::local
