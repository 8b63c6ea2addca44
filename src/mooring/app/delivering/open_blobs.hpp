#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/base/result.hpp"
#include "mooring/storage/blobs/blob_store.hpp"

namespace mooring::app::delivering {

using OpenBlobPointer = std::shared_ptr<const storage::OpenBlob>;

/// The blobs asked for last, open, so that a hot file is answered without touching the store. Holds at most `limit`
/// descriptors. Safe from several threads.
class OpenBlobs {
public:
    OpenBlobs(storage::BlobStore& store, std::size_t limit) : store_(store), limit_(limit) {}

    /// Null when it is not open. Never waits.
    OpenBlobPointer find(std::string_view sha256);
    /// Errors: not_found, unavailable.
    Result<OpenBlobPointer> open(std::string_view sha256);
    /// Let go of a blob that was replaced, so that its disk space can be freed.
    void forget(std::string_view sha256);

private:
    struct Entry {
        std::string sha256;
        OpenBlobPointer blob;
    };

    storage::BlobStore& store_;
    const std::size_t limit_;
    std::mutex mutex_;
    std::list<Entry> entries_;  ///< the most recently used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> places_;
};

}  // namespace mooring::app::delivering
