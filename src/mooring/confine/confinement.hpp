#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace mooring::confine {

/// What a confined program may use up. Going over one of them ends it or fails the call that asked for more.
struct Limits {
    std::chrono::seconds cpu{60};  ///< processor time of all its threads together
    std::chrono::milliseconds wall{120'000};
    std::int64_t address_space_bytes = std::int64_t{4} << 30;
    std::int64_t file_bytes = std::int64_t{64} << 20;  ///< of each file it writes
    int open_files = 64;
    int niceness = 5;  ///< so that listeners come first
    int threads = 64;  ///< it can never start another process
};

/// Which of the optional walls to put up; all of them but in tests. The system-call filter is always there.
struct Walls {
    bool namespaces = true;
    bool landlock = true;
};

/// What a confined program may see. Paths are absolute and mean the same inside and outside; nothing else exists for
/// it but the shared libraries of the system, read-only.
struct Confinement {
    std::string work_folder;                         ///< the only place where it may write; its working folder too
    std::vector<std::string> readable_files;         ///< regular files it may read besides
    std::vector<std::string> readable_folders = {};  ///< and folders, as far as they exist
    Limits limits = {};
    Walls walls = {};
};

}  // namespace mooring::confine
