#pragma once

#include "mooring/confine/file_view.hpp"

namespace mooring::confine {

/// How far `enter_private_files` came.
struct EnteredView {
    int error = 0;           ///< errno of what failed, 0 when nothing did
    bool is_broken = false;  ///< it failed half-way: the process must not go on
};

/// Make `view` the whole file system of the calling process, which is alone in a mount namespace that it may change
/// (CAP_SYS_ADMIN there), and stand in `work_folder`. Only between fork and exec: nothing is allocated, only system
/// calls are made.
EnteredView enter_private_files(const FileView& view, const char* work_folder) noexcept;

}  // namespace mooring::confine
