#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/app/publishing/ports.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/generation_cache.hpp"
#include "mooring/base/worker_pool.hpp"

namespace mooring::app::publishing {

/// Tells which key a text is. Keys that were good are remembered, and forgotten as soon as anything of their
/// workspace changes, so a revoked key is refused by the next request here and within a second elsewhere. Texts that
/// are no key are never remembered. Safe from any thread.
class ApiKeyring : public std::enable_shared_from_this<ApiKeyring> {
public:
    struct Options {
        std::size_t capacity = 8192;              ///< keys remembered, at most twice this
        std::chrono::seconds note_use_after{60};  ///< `last_used_at` is written at most once in this time
    };

    /// All four outlive the keyring and what it put into `workers`.
    ApiKeyring(Catalog& catalog, const ServerSecret& secret, const Clock& clock, WorkerPool& workers, Options options);
    ApiKeyring(Catalog& catalog, const ServerSecret& secret, const Clock& clock, WorkerPool& workers)
        : ApiKeyring(catalog, secret, clock, workers, Options{}) {}

    /// The key behind `text` if it is remembered, live and its workspace's API is on; null otherwise. Reads nothing.
    std::shared_ptr<const ApiKey> find_remembered(std::string_view text);

    /// The same, asking the catalog when it is not remembered. Null: unknown, revoked, expired, or switched off.
    /// Errors: unavailable.
    Result<std::shared_ptr<const ApiKey>> find(std::string_view text);

    /// Have the use of a key written down, in the background and not more often than the options say.
    void note_use(const ApiKey& key);

private:
    struct Remembered {
        std::shared_ptr<const ApiKey> key;
        std::uint64_t version = 0;  ///< of the workspace, read before the key was
    };
    /// The key of `remembered` if it still holds.
    std::shared_ptr<const ApiKey> checked(const Remembered& remembered) const;
    /// The key in the catalog, if its workspace's API is on.
    Result<std::shared_ptr<const ApiKey>> read(const std::string& hash);

    Catalog& catalog_;
    const ServerSecret& secret_;
    const Clock& clock_;
    WorkerPool& workers_;
    Options options_;
    GenerationCache<Remembered> remembered_;  ///< by hash
    std::mutex uses_mutex_;
    std::unordered_map<ApiKeyId, Instant> uses_;  ///< the last noted use by key
};

}  // namespace mooring::app::publishing
