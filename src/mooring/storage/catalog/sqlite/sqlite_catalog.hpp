#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::storage::sqlite {

/// What a reader would see of a description, which may hold HTML.
using VisibleText = std::function<std::string(std::string_view)>;

struct SqliteOptions {
    std::string path;                              ///< the database file; its folder exists
    int readers = 4;                               ///< questions answered at the same time
    std::chrono::milliseconds busy_timeout{5000};  ///< wait for a lock of another process, or for a free reader
    bool durable = true;                           ///< a write survives power loss once it is answered
    std::chrono::milliseconds external_poll{200};  ///< how often to look for writes of other processes; 0 = never
    std::int64_t first_show_id = 1;                ///< of a new catalog
    std::int64_t first_episode_id = 130'000'001;   ///< of a new catalog (creators-rest.md, section 5)
    VisibleText visible_text = [](std::string_view text) { return std::string{text}; };  ///< for the search index
    std::string vfs;  ///< a registered SQLite VFS; empty for the system's
};

/// Open, make or bring up to date the catalog in one SQLite file (WAL), with one writer thread and a pool of readers.
/// Several processes may have it open.
/// Errors: unavailable (locked, no such folder), unsupported (made by a newer program or by another one), corrupt,
/// no_space.
Result<std::unique_ptr<Catalog>> open_sqlite_catalog(const SqliteOptions& options);

}  // namespace mooring::storage::sqlite
