#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mooring/domain/upload.hpp"
#include "mooring/storage/blobs/blob_store.hpp"

namespace mooring::app::processing {

/// All bytes of an upload as one file: the blob itself when it came in one part, else its parts joined in a file of the
/// work folder.
struct AssembledFile {
    std::string path;
    std::shared_ptr<const storage::OpenBlob> blob;  ///< set for one part
    std::string sha256;                             ///< of the blob
};

/// Errors: not_found (a part is gone), no_space, unavailable.
Result<AssembledFile> assemble(storage::BlobStore& blobs, const std::vector<domain::UploadPart>& parts,
                               const std::string& folder);

/// Copy a file into the store. Errors: no_space, unavailable.
Result<storage::Blob> store_file(storage::BlobStore& blobs, const std::string& path);

/// The `sha384-…` of a file, as browsers check it. Source: Subresource Integrity, 3.5. Errors: unavailable.
Result<std::string> integrity_of(const std::string& path);

}  // namespace mooring::app::processing
