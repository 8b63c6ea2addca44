#include "mooring/storage/keys/file_listener_keys.hpp"

#include <fcntl.h>
#include <sodium.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "mooring/base/assert.hpp"
#include "mooring/base/log.hpp"

namespace mooring::storage::keys {

namespace {

namespace fs = std::filesystem;
using analytics::ListenerKey;

constexpr std::string_view key_suffix = ".key";
constexpr std::string_view unfinished_suffix = ".tmp";
/// A request that began before midnight may ask after it; nobody asks for older days.
constexpr std::size_t days_kept = 3;

template <class Key>
void wipe(Key& key) {
    sodium_memzero(key.data(), key.size());
}

std::optional<std::chrono::year_month> period_of(std::string_view name) {
    if (!name.ends_with(key_suffix)) {
        return std::nullopt;
    }
    return analytics::parse_period(name.substr(0, name.size() - key_suffix.size()));
}

Result<std::vector<std::string>> names_in(const std::string& directory) {
    std::vector<std::string> names;
    std::error_code failure;
    fs::directory_iterator entries{directory, failure};
    while (!failure && entries != fs::directory_iterator{}) {
        names.push_back(entries->path().filename().string());
        entries.increment(failure);
    }
    if (failure) {
        return files::file_error(failure.value(), "list", directory);
    }
    return names;
}

}  // namespace

FileListenerKeys::FileListenerKeys(const ListenerKeyOptions& options)
    : options_(options), files_(options.files != nullptr ? *options.files : files::system_files()) {
    MOORING_ASSERT(options.clock != nullptr && options.random != nullptr, "clock and random source are not optional");
}

FileListenerKeys::~FileListenerKeys() {
    wipe(options_.master_key);
    for (auto& [period, entry] : keys_) {
        wipe(entry.key);
    }
    for (auto& [day, key] : days_) {
        wipe(key);
    }
}

Result<std::unique_ptr<FileListenerKeys>> open_listener_keys(const ListenerKeyOptions& options) {
    auto keys = std::make_unique<FileListenerKeys>(options);
    MOORING_CHECK(keys->load());
    MOORING_CHECK(keys->maintain());
    return keys;
}

std::string FileListenerKeys::path_of(std::chrono::year_month period) const {
    return (options_.directory + "/").append(analytics::period_text(period)).append(key_suffix);
}

Result<void> FileListenerKeys::load() {
    MOORING_CHECK(files::make_directories(files_, options_.directory));
    MOORING_TRY(const std::vector<std::string> names, names_in(options_.directory));
    const Instant now = options_.clock->now();
    for (const std::string& name : names) {
        if (name.ends_with(unfinished_suffix)) {
            MOORING_CHECK(destroy_file(options_.directory + "/" + name));
            continue;
        }
        const auto period = period_of(name);
        if (!period || now >= analytics::destruction_of(*period)) {
            continue;
        }
        MOORING_TRY(const std::string bytes, files::read_file(path_of(*period), key_file_bytes));
        MOORING_TRY(const ListenerKey key, open_key(options_.master_key, *period, bytes));
        keys_[*period] = {.key = key, .is_stored = true};
    }
    return ok();
}

Result<ListenerKey> FileListenerKeys::key_for(Instant at) {
    const std::chrono::year_month period = analytics::key_period(at);
    if (options_.clock->now() >= analytics::destruction_of(period)) {
        return Error{Errc::gone, "the listener key of " + analytics::period_text(period) + " was destroyed"};
    }
    {
        const std::shared_lock lock(mutex_);
        if (const auto found = keys_.find(period); found != keys_.end()) {
            return found->second.key;
        }
    }
    return ensure(period);
}

ListenerKey FileListenerKeys::ensure(std::chrono::year_month period) {
    const std::unique_lock lock(mutex_);
    const auto [entry, is_new] = keys_.try_emplace(period);
    if (is_new) {
        options_.random->fill(entry->second.key);
    }
    return entry->second.key;
}

ListenerKey FileListenerKeys::opt_out_key_for(Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::lock_guard lock(days_mutex_);
    const auto [entry, is_new] = days_.try_emplace(day);
    if (is_new) {
        options_.random->fill(entry->second);
    }
    const ListenerKey key = entry->second;
    if (days_.size() > days_kept) {
        wipe(days_.begin()->second);
        days_.erase(days_.begin());
    }
    return key;
}

Result<void> FileListenerKeys::maintain() {
    const std::lock_guard maintaining(maintaining_);
    const Instant now = options_.clock->now();
    const std::chrono::year_month period = analytics::key_period(now);
    ensure(period);
    ensure(period + std::chrono::months{1});

    // Destroyed first: a full disk must not keep a key alive.
    auto destroyed = destroy_due(now);
    std::vector<std::pair<std::chrono::year_month, ListenerKey>> unstored;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [month, entry] : keys_) {
            if (!entry.is_stored) {
                unstored.emplace_back(month, entry.key);
            }
        }
    }
    auto stored = ok();
    for (auto& [month, key] : unstored) {
        if (stored) {
            stored = store(month, key);
        }
        wipe(key);
    }
    return destroyed ? stored : destroyed;
}

Result<void> FileListenerKeys::store(std::chrono::year_month period, const ListenerKey& key) {
    const std::string path = path_of(period);
    const std::string unfinished = path + std::string{unfinished_suffix};
    const std::string bytes = seal_key(options_.master_key, period, key, *options_.random);
    files::Descriptor file{files_.open(unfinished.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600)};
    if (!file.is_open()) {
        return files::file_error(errno, "create", unfinished);
    }
    MOORING_CHECK(files::write_all(files_, file.get(), bytes, unfinished));
    if (files_.fsync(file.get()) != 0) {
        return files::file_error(errno, "flush", unfinished);
    }
    if (files_.rename(unfinished.c_str(), path.c_str()) != 0) {
        return files::file_error(errno, "rename into", path);
    }
    MOORING_CHECK(files::sync_directory(files_, options_.directory));
    const std::unique_lock lock(mutex_);
    if (const auto found = keys_.find(period); found != keys_.end()) {
        found->second.is_stored = true;
    }
    return ok();
}

Result<void> FileListenerKeys::destroy_due(Instant now) {
    {
        const std::unique_lock lock(mutex_);
        for (auto entry = keys_.begin(); entry != keys_.end();) {
            if (now >= analytics::destruction_of(entry->first)) {
                wipe(entry->second.key);
                entry = keys_.erase(entry);
            } else {
                ++entry;
            }
        }
    }
    MOORING_TRY(const std::vector<std::string> names, names_in(options_.directory));
    for (const std::string& name : names) {
        if (const auto period = period_of(name); period && now >= analytics::destruction_of(*period)) {
            MOORING_CHECK(destroy_file(options_.directory + "/" + name));
            log::info("destroyed a listener key", {{"period", analytics::period_text(*period)}});
        }
    }
    return ok();
}

/// Overwritten before it is removed, so that its blocks do not go on holding it where the file system writes in place.
Result<void> FileListenerKeys::destroy_file(const std::string& path) {
    if (const files::Descriptor file{files_.open(path.c_str(), O_WRONLY | O_CLOEXEC, 0)}; file.is_open()) {
        const std::string zeroes(key_file_bytes, '\0');
        if (files::write_all(files_, file.get(), zeroes, path)) {
            files_.fsync(file.get());
        }
    }
    if (files_.unlink(path.c_str()) != 0 && errno != ENOENT) {
        return files::file_error(errno, "remove", path);
    }
    return files::sync_directory(files_, options_.directory);
}

}  // namespace mooring::storage::keys
