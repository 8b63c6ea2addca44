#include "mooring/app/publishing/api_keyring.hpp"

#include "mooring/base/log.hpp"

namespace mooring::app::publishing {
namespace {

/// Longer texts are no key; they are not even hashed.
constexpr std::size_t longest_key = 256;

}  // namespace

ApiKeyring::ApiKeyring(Catalog& catalog, const ServerSecret& secret, const Clock& clock, WorkerPool& workers,
                       Options options)
    : catalog_(catalog),
      secret_(secret),
      clock_(clock),
      workers_(workers),
      options_(options),
      remembered_(options.capacity) {}

std::shared_ptr<const ApiKey> ApiKeyring::checked(const Remembered& remembered) const {
    if (!remembered.key || remembered.version != catalog_.versions().of(remembered.key->workspace)) return nullptr;
    return domain::is_live(*remembered.key, clock_.now()) ? remembered.key : nullptr;
}

std::shared_ptr<const ApiKey> ApiKeyring::find_remembered(std::string_view text) {
    return text.size() > longest_key ? nullptr
                                     : checked(remembered_.find(secret_.hash_token(text)).value_or(Remembered{}));
}

Result<std::shared_ptr<const ApiKey>> ApiKeyring::find(std::string_view text) {
    if (text.size() > longest_key) return std::shared_ptr<const ApiKey>{};
    const std::string hash = secret_.hash_token(text);
    const Remembered remembered = remembered_.find(hash).value_or(Remembered{});
    if (auto key = checked(remembered)) return key;

    // The version has to be older than what is read, and is its workspace's. Whose key it is never changes, so a
    // stale memory tells; without one the key is read twice, this once.
    std::shared_ptr<const ApiKey> known = remembered.key;
    if (!known) {
        MOORING_TRY(known, read(hash));
        if (!known) return known;
    }
    const std::uint64_t version = catalog_.versions().of(known->workspace);
    MOORING_TRY(std::shared_ptr<const ApiKey> key, read(hash));
    if (!key || !domain::is_live(*key, clock_.now())) return std::shared_ptr<const ApiKey>{};
    remembered_.put(hash, {key, version});
    return key;
}

Result<std::shared_ptr<const ApiKey>> ApiKeyring::read(const std::string& hash) {
    return catalog_.read([&](CatalogSnapshot& catalog) -> Result<std::shared_ptr<const ApiKey>> {
        MOORING_TRY(std::optional<ApiKey> key, catalog.api_keys().find_by_hash(hash));
        if (!key) return std::shared_ptr<const ApiKey>{};
        MOORING_TRY(const std::optional<Workspace> workspace, catalog.workspaces().find(key->workspace));
        if (!workspace || !workspace->publishing_api_enabled) return std::shared_ptr<const ApiKey>{};
        return std::make_shared<const ApiKey>(std::move(*key));
    });
}

void ApiKeyring::note_use(const ApiKey& key) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(uses_mutex_);
        const auto noted = uses_.find(key.id);
        const Instant last = noted != uses_.end() ? noted->second : key.last_used_at.value_or(Instant::min());
        // Compared this way round so that Instant::min() does not overflow; a clock set back writes nothing.
        if (last > now - options_.note_use_after) return;
        if (uses_.size() > options_.capacity) uses_.clear();
        uses_[key.id] = now;
    }
    const bool is_queued = workers_.try_post([self = shared_from_this(), id = key.id, now] {
        const Result<void> written =
            self->catalog_.write([&](CatalogTransaction& tx) { return tx.api_key_writer().touch(id, now); });
        if (!written)
            log::warning("last use of an API key was not noted", {{"error", to_string(written.error().code)}});
    });
    if (!is_queued) {
        const std::lock_guard lock(uses_mutex_);
        uses_.erase(key.id);  // the next use tries again
    }
}

}  // namespace mooring::app::publishing
