#pragma once

#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/files/file_operations.hpp"

namespace mooring::storage::local {

/// A stored file, open for reading at any place.
class OpenFile final : public OpenBlob {
public:
    OpenFile(files::Descriptor file, std::int64_t size_bytes) : file_(std::move(file)), size_bytes_(size_bytes) {}

    std::int64_t size_bytes() const override { return size_bytes_; }
    int descriptor() const override { return file_.get(); }
    Result<std::string> read(std::int64_t offset, std::size_t length) const override;

private:
    files::Descriptor file_;
    std::int64_t size_bytes_;
};

/// Open the file at `path`. Errors: not_found, unavailable.
Result<std::shared_ptr<const OpenFile>> open_file(const std::string& path);

}  // namespace mooring::storage::local
