#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "mooring/storage/keys/file_listener_keys.hpp"

namespace mooring::storage::keys {

/// Keys for imported logs: those of the server where it still has them, and for older months keys made for the purpose
/// and destroyed 40 days later. A month whose import key was destroyed has none ever after: counting its rows again
/// would count its listeners twice. Safe from several threads.
class ImportKeys final : public analytics::ListenerKeys {
public:
    /// `options.directory` holds `2025-03.key` for each old month, and `2025-03.gone` once it was destroyed.
    ImportKeys(FileListenerKeys& own, const ListenerKeyOptions& options);
    ~ImportKeys() override;

    /// Errors: gone (the key was destroyed), unavailable, corrupt.
    Result<analytics::ListenerKey> key_for(Instant at) override;
    analytics::ListenerKey opt_out_key_for(Instant at) override { return own_.opt_out_key_for(at); }

    /// Store what was made, and destroy what is due. Before anything that was made with a key is put down, call this.
    /// Errors: no_space, unavailable.
    Result<void> maintain();

private:
    Result<analytics::ListenerKey> load_or_make(std::chrono::year_month period);
    Result<void> destroy_due();

    FileListenerKeys& own_;
    const ListenerKeyOptions options_;
    files::FileOperations& files_;
    std::mutex mutex_;
    std::map<std::chrono::year_month, analytics::ListenerKey> keys_;
};

}  // namespace mooring::storage::keys
