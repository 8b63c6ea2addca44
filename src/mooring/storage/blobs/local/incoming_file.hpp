#pragma once

#include "mooring/base/clock.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/blobs/local/blob_paths.hpp"
#include "mooring/storage/files/file_operations.hpp"

namespace mooring::storage::local {

/// A file under a random name in `incoming`, until `commit` renames it to its hash (publishing-v1.md, 9.4.2).
/// It is removed as soon as anything fails, or with its owner.
class IncomingFile final : public IncomingBlob {
public:
    IncomingFile(const BlobPaths& paths, const Clock& clock, files::FileOperations& operations, std::string path,
                 files::Descriptor file);
    ~IncomingFile() override;

    Result<void> append(std::string_view bytes) override;
    std::int64_t size_bytes() const override { return size_bytes_; }
    std::string path() const override { return path_; }
    Result<Blob> commit() override;

private:
    void begin_flush();
    Result<Blob> store();
    void discard();

    const BlobPaths& paths_;
    const Clock& clock_;
    files::FileOperations& files_;
    std::string path_;
    files::Descriptor file_;
    Sha256 hash_;
    std::int64_t size_bytes_ = 0;
    std::int64_t flushing_bytes_ = 0;  ///< that the disk was told to begin with
};

}  // namespace mooring::storage::local
