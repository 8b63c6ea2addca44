#pragma once

#include <sqlite3.h>

#include <atomic>
#include <map>
#include <memory>
#include <string_view>

namespace mooring::storage::sqlite {

/// A SQLite VFS over the system's whose write-ahead log can be made to fail, for tests. One per process.
class FaultyDisk {
public:
    static constexpr const char* vfs_name = "faulty";

    static FaultyDisk& instance() {
        static FaultyDisk disk;
        return disk;
    }

    /// The SQLite code that writes of the log give; SQLITE_OK to go on as usual.
    std::atomic<int> write_result{SQLITE_OK};
    /// The same for syncs of the log.
    std::atomic<int> sync_result{SQLITE_OK};

private:
    FaultyDisk() : vfs_(*sqlite3_vfs_find(nullptr)) {
        vfs_.zName = vfs_name;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 0);
    }

    /// Let the system's VFS open the file, then give the log's file our writing and syncing.
    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
        sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
        const int code = system->xOpen(system, name, file, flags, out_flags);
        if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0) instance().take_over(file);
        return code;
    }
    void take_over(sqlite3_file* file) {
        std::unique_ptr<sqlite3_io_methods>& ours = methods_[file->pMethods];
        if (!ours) {
            ours = std::make_unique<sqlite3_io_methods>(*file->pMethods);
            system_write_ = ours->xWrite;
            system_sync_ = ours->xSync;
            ours->xWrite = write;
            ours->xSync = sync;
        }
        file->pMethods = ours.get();
    }
    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
        const int code = instance().write_result;
        return code == SQLITE_OK ? instance().system_write_(file, bytes, size, offset) : code;
    }
    static int sync(sqlite3_file* file, int flags) {
        const int code = instance().sync_result;
        return code == SQLITE_OK ? instance().system_sync_(file, flags) : code;
    }

    sqlite3_vfs vfs_;
    std::map<const sqlite3_io_methods*, std::unique_ptr<sqlite3_io_methods>> methods_;
    decltype(sqlite3_io_methods::xWrite) system_write_ = nullptr;
    decltype(sqlite3_io_methods::xSync) system_sync_ = nullptr;
};

}  // namespace mooring::storage::sqlite
