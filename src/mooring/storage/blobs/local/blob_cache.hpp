#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/storage/blobs/blob_store.hpp"

namespace mooring::storage::local {

/// The most recently used open blobs, at most `limit` of them, so that a file in demand is not opened for every
/// request. One that is pushed out stays readable for whoever holds it. Safe from several threads.
class BlobCache {
public:
    explicit BlobCache(std::size_t limit) : limit_(limit) {}

    /// The open blob, or null.
    std::shared_ptr<const OpenBlob> find(std::string_view sha256);

    /// How many removals there were. Ask before opening a file, and give the answer to `insert`.
    std::uint64_t removals() const;

    /// Keep `blob`, unless something was removed since `removals_before_opening`: it might be this one.
    void insert(std::string_view sha256, std::shared_ptr<const OpenBlob> blob, std::uint64_t removals_before_opening);

    void remove(std::string_view sha256);

private:
    struct Entry {
        std::string sha256;
        std::shared_ptr<const OpenBlob> blob;
    };

    const std::size_t limit_;
    mutable std::mutex mutex_;
    std::list<Entry> entries_;                                                  // most recently used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_name_;  // views into `entries_`
    std::uint64_t removals_ = 0;
};

}  // namespace mooring::storage::local
