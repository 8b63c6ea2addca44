#pragma once

#include <string>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/confine/confinement.hpp"

namespace mooring::confine {

/// One place of the real file system that exists inside, under the same path.
struct Place {
    std::string path;
    bool is_folder = false;
    bool is_writable = false;
    bool may_execute = false;
};

/// A symbolic link that exists inside as it does outside, such as `/lib` on a merged `/usr`.
struct Link {
    std::string path;
    std::string target;
};

/// All that a confined program can name.
struct FileView {
    std::vector<Place> places;
    std::vector<Link> links;
    std::string scratch;  ///< an existing folder, over which the new root is mounted before it becomes the root
};

/// The system's shared libraries and what the loader reads to find them.
std::vector<std::string> library_folders();

/// Plan the file view of `program`, a canonical path. What the system lacks is left out.
/// Errors: invalid_argument (a path is not absolute, or not what it should be), not_found (the work folder or a file
/// is absent).
Result<FileView> plan_view(const Confinement& confinement, const std::string& program);

}  // namespace mooring::confine
