#pragma once

#include <string>
#include <string_view>

namespace mooring::storage::local {

/// True for 64 lower-case hexadecimal digits. Nothing else ever becomes a path.
bool is_blob_name(std::string_view text);

/// Where things lie below the root of a local blob store.
class BlobPaths {
public:
    explicit BlobPaths(std::string root) : root_(std::move(root)) {}

    const std::string& root() const { return root_; }
    /// Files on their way in, under random names.
    std::string incoming() const { return root_ + "/incoming"; }
    std::string blobs() const { return root_ + "/blobs"; }
    /// `blobs/ab` for `abcd…`.
    std::string outer_folder(std::string_view sha256) const;
    /// `blobs/ab/cd` for `abcd…`.
    std::string inner_folder(std::string_view sha256) const;
    /// `blobs/ab/cd/abcd…`.
    std::string blob(std::string_view sha256) const;

private:
    std::string root_;
};

}  // namespace mooring::storage::local
