#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/files/file_operations.hpp"

namespace mooring::storage::local {

struct LocalBlobOptions {
    /// The folder that holds `incoming` and `blobs`; made, for its owner only, when missing. One file system.
    std::string root;
    /// Refuse new files when less than this is free (publishing-v1.md, 9.4.2).
    std::int64_t reserve_bytes = 1'000'000'000;
    /// How many stored files stay open between requests.
    std::size_t open_files = 256;
    /// Null: the machine's clock. Must outlive the store.
    const Clock* clock = nullptr;
    /// Null: the system's. Must outlive the store.
    files::FileOperations* files = nullptr;
};

/// Open the blob store in a local directory: `blobs/ab/cd/<sha256>`. Files left in `incoming` for more than 24
/// hours are removed. A file appears under `blobs` complete, flushed and under its hash, or not at all.
/// Incoming files must not outlive the store. Errors: no_space, unavailable.
Result<std::unique_ptr<BlobStore>> open_local_blobs(const LocalBlobOptions& options);

}  // namespace mooring::storage::local
