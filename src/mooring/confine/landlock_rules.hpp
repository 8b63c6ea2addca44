#pragma once

#include <string>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/confine/descriptor.hpp"

namespace mooring::confine {

/// What Landlock lets through: everything else on any file system, TCP, abstract sockets and signals to others are
/// refused as far as the kernel's version of it knows them.
struct LandlockPaths {
    std::vector<std::string> library_folders;   ///< read and execute; absent ones are left out
    std::vector<std::string> readable_folders;  ///< read; absent ones are left out
    std::vector<std::string> readable_files;    ///< read; absent ones are left out
    std::string program;                        ///< read and execute
    std::string work_folder;                    ///< everything but executing
};

/// A ruleset of the kernel, for `landlock_restrict_self`. Needs no privilege.
/// Errors: unsupported (the kernel has no Landlock or it is turned off), unavailable (a path cannot be opened).
Result<Descriptor> make_landlock_rules(const LandlockPaths& paths);

}  // namespace mooring::confine
