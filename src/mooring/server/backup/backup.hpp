#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "mooring/server/backup/repository.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server::backup {

struct BackupResult {
    std::string snapshot;
    std::int64_t new_files = 0;  ///< contents that the folder did not hold yet
    std::int64_t new_bytes = 0;
    std::int64_t blobs = 0;  ///< media and pictures, all
};

/// Save an instance as it is into a folder of backups, while it runs: the catalog as of one moment, then the plays, the
/// spools from which plays are counted, keys, the secret and rule files, and of media and pictures what the folder does
/// not hold yet. A media file that is damaged on disk ends the backup. Errors: not_found (no instance), conflict
/// (another backup writes there), corrupt, no_space, unavailable.
Result<BackupResult> make_backup(const Config& config, const std::string& folder);

/// Copy the plays and their log, which nobody writes meanwhile: under the lock of whoever counts, or when no process
/// has them open. Errors: unavailable.
Result<void> copy_plays(const std::string& from, const std::string& to);

/// Read everything that a snapshot names, and check it. Returns how many contents it has. Errors: not_found, corrupt.
Result<std::int64_t> verify_backup(const std::string& folder, const std::string& snapshot);

/// Bring a snapshot back as a new instance in `data`, which must not exist or be empty; it appears there when all of it
/// is written and checked. An empty name stands for the newest. Returns the snapshot's name.
/// Errors: not_found, conflict (there is something in `data`), corrupt, no_space, unavailable.
Result<std::string> restore_backup(const std::string& folder, const std::string& snapshot, const std::string& data);

}  // namespace mooring::server::backup
