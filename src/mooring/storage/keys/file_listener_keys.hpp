#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "mooring/analytics/listener_keys.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/files/file_operations.hpp"
#include "mooring/storage/keys/key_file.hpp"

namespace mooring::storage::keys {

struct ListenerKeyOptions {
    /// Holds one file per month, `2026-03.key`; made, for its owner only, when missing. Keep it out of backups, or keep
    /// the master key out of them: a key in a backup outlives its destruction.
    std::string directory;
    /// Seals the files. Another one than they were sealed with does not open them.
    MasterKey master_key{};
    /// Both must outlive the store.
    const Clock* clock = nullptr;
    Random* random = nullptr;
    /// Null: the system's. Must outlive the store.
    files::FileOperations* files = nullptr;
};

/// K of each UTC month in a directory (measurement.md, 5.2), and the keys of days in memory only (5.4).
/// `key_for` and `opt_out_key_for` touch no disk. Safe from several threads.
class FileListenerKeys final : public analytics::ListenerKeys {
public:
    explicit FileListenerKeys(const ListenerKeyOptions& options);
    ~FileListenerKeys() override;

    /// A key that `maintain` should have made already is made in memory and stored by the next `maintain`.
    Result<analytics::ListenerKey> key_for(Instant at) override;
    analytics::ListenerKey opt_out_key_for(Instant at) override;

    /// Make and store the keys of this month and the next, and destroy those whose 40 days are over. Done when the
    /// store is opened; call it every hour. After an error, call it again. Errors: no_space, unavailable.
    Result<void> maintain();

private:
    struct Entry {
        analytics::ListenerKey key{};
        bool is_stored = false;
    };

    friend Result<std::unique_ptr<FileListenerKeys>> open_listener_keys(const ListenerKeyOptions& options);

    Result<void> load();
    analytics::ListenerKey ensure(std::chrono::year_month period);
    Result<void> store(std::chrono::year_month period, const analytics::ListenerKey& key);
    Result<void> destroy_due(Instant now);
    Result<void> destroy_file(const std::string& path);
    std::string path_of(std::chrono::year_month period) const;

    ListenerKeyOptions options_;
    files::FileOperations& files_;

    std::mutex maintaining_;  // one maintainer at a time
    std::shared_mutex mutex_;
    std::map<std::chrono::year_month, Entry> keys_;
    std::mutex days_mutex_;
    std::map<std::chrono::sys_days, analytics::ListenerKey> days_;  // the newest few
};

/// Open the keys in a directory and do what `maintain` does. Errors: corrupt (a file does not open with
/// `master_key`), no_space, unavailable.
Result<std::unique_ptr<FileListenerKeys>> open_listener_keys(const ListenerKeyOptions& options);

}  // namespace mooring::storage::keys
