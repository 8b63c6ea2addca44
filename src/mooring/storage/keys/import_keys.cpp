#include "mooring/storage/keys/import_keys.hpp"

#include <fcntl.h>
#include <sodium.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace mooring::storage::keys {

namespace {

namespace fs = std::filesystem;
using analytics::ListenerKey;

constexpr std::string_view key_suffix = ".key";
constexpr std::string_view gone_suffix = ".gone";

std::string path_in(const std::string& directory, std::chrono::year_month period, std::string_view suffix) {
    return directory + "/" + analytics::period_text(period) + std::string{suffix};
}

}  // namespace

ImportKeys::ImportKeys(FileListenerKeys& own, const ListenerKeyOptions& options)
    : own_(own), options_(options), files_(options.files != nullptr ? *options.files : files::system_files()) {}

ImportKeys::~ImportKeys() {
    for (auto& [period, key] : keys_) sodium_memzero(key.data(), key.size());
}

Result<ListenerKey> ImportKeys::key_for(Instant at) {
    auto own = own_.key_for(at);
    if (own || own.error().code != Errc::gone) return own;
    const auto period = analytics::key_period(at);
    const std::lock_guard lock(mutex_);
    if (const auto known = keys_.find(period); known != keys_.end()) return known->second;
    MOORING_TRY(const ListenerKey key, load_or_make(period));
    keys_[period] = key;
    return key;
}

/// A new key is on disk before it is used.
Result<ListenerKey> ImportKeys::load_or_make(std::chrono::year_month period) {
    const std::string path = path_in(options_.directory, period, key_suffix);
    std::error_code failed;
    if (fs::exists(path_in(options_.directory, period, gone_suffix), failed)) {
        return Error{Errc::gone, "the key of imports of " + analytics::period_text(period) + " was destroyed"};
    }
    if (fs::exists(path, failed)) {
        MOORING_TRY(const std::string bytes, files::read_file(path, key_file_bytes));
        return open_key(options_.master_key, period, bytes);
    }
    MOORING_CHECK(files::make_directories(files_, options_.directory));
    ListenerKey key{};
    options_.random->fill(key);
    const std::string unfinished = path + ".tmp";
    const files::Descriptor file{files_.open(unfinished.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600)};
    if (!file.is_open()) return files::file_error(errno, "create", unfinished);
    MOORING_CHECK(
        files::write_all(files_, file.get(), seal_key(options_.master_key, period, key, *options_.random), unfinished));
    if (files_.fsync(file.get()) != 0) return files::file_error(errno, "flush", unfinished);
    if (files_.rename(unfinished.c_str(), path.c_str()) != 0) return files::file_error(errno, "rename into", path);
    MOORING_CHECK(files::sync_directory(files_, options_.directory));
    return key;
}

Result<void> ImportKeys::maintain() {
    MOORING_CHECK(own_.maintain());
    const std::lock_guard lock(mutex_);
    return destroy_due();
}

/// Keys whose files are older than 40 days go. Their months are marked first, so that no new key is ever made for them.
Result<void> ImportKeys::destroy_due() {
    std::error_code failed;
    fs::directory_iterator entries{options_.directory, failed};
    for (; !failed && entries != fs::directory_iterator{}; entries.increment(failed)) {
        const fs::path path = entries->path();
        if (path.extension() != key_suffix) continue;
        const auto period = analytics::parse_period(path.stem().string());
        const auto written = fs::last_write_time(path, failed);
        if (failed || !period) continue;
        const auto made = std::chrono::file_clock::to_sys(written);
        if (options_.clock->now() < made + analytics::key_kept_after_period) continue;
        const std::string mark = path_in(options_.directory, *period, gone_suffix);
        const files::Descriptor gone{files_.open(mark.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600)};
        if (!gone.is_open()) return files::file_error(errno, "create", mark);
        MOORING_CHECK(files::sync_directory(files_, options_.directory));
        if (const files::Descriptor file{files_.open(path.c_str(), O_WRONLY | O_CLOEXEC, 0)}; file.is_open()) {
            if (files::write_all(files_, file.get(), std::string(key_file_bytes, '\0'), path.string()))
                files_.fsync(file.get());
        }
        if (files_.unlink(path.c_str()) != 0 && errno != ENOENT)
            return files::file_error(errno, "remove", path.string());
        if (const auto known = keys_.find(*period); known != keys_.end()) {
            sodium_memzero(known->second.data(), known->second.size());
            keys_.erase(known);
        }
    }
    return ok();
}

}  // namespace mooring::storage::keys
