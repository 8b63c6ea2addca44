#include "mooring/storage/blobs/local/blob_paths.hpp"

#include <algorithm>

namespace mooring::storage::local {

bool is_blob_name(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char digit) {
               return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
           });
}

std::string BlobPaths::outer_folder(std::string_view sha256) const {
    return blobs().append("/").append(sha256.substr(0, 2));
}

std::string BlobPaths::inner_folder(std::string_view sha256) const {
    return outer_folder(sha256).append("/").append(sha256.substr(2, 2));
}

std::string BlobPaths::blob(std::string_view sha256) const {
    return inner_folder(sha256).append("/").append(sha256);
}

}  // namespace mooring::storage::local
