#include "mooring/server/backup/backup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "mooring/base/time_text.hpp"
#include "mooring/server/measuring_mailbox.hpp"
#include "mooring/server/version.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"
#include "mooring/storage/catalog/sqlite/copy_catalog.hpp"

namespace mooring::server::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece = 256 * 1024;
constexpr const char* plays_file = "plays.duckdb";
/// Folders of the data folder whose files are saved as they are: they only grow, or are replaced whole.
constexpr std::array saved_folders{"keys", "spool", "events", "rules"};

/// A folder for copies that are made before they are kept; gone at the end.
class Scratch {
public:
    explicit Scratch(std::string path) : path_(std::move(path)) {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
        fs::create_directories(path_, ignored);
        ::chmod(path_.c_str(), 0700);
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

std::string snapshot_name(Instant at) {
    std::string name = iso8601_millis(at);
    std::erase_if(name, [](char c) { return c == '-' || c == ':'; });
    return name;
}

class Backup {
public:
    Backup(const Config& config, const Storage& storage, const Repository& repository, const std::string& scratch)
        : config_(config), storage_(storage), repository_(repository), scratch_(scratch) {}

    Result<BackupResult> make() {
        snapshot_.taken_at = storage_.clock->now();
        snapshot_.name = snapshot_name(snapshot_.taken_at);
        snapshot_.program = version;
        // The catalog first: whatever it names stays on disk for a day after it is not used any more, so it is there
        // for the rest of this. The plays before the spools: what they have not counted yet lies in these.
        const std::string catalog = scratch_.file("catalog.sqlite");
        MOORING_CHECK(storage::sqlite::copy_catalog(config_.data_dir + "/catalog.sqlite", catalog));
        MOORING_CHECK(keep("catalog.sqlite", catalog));
        MOORING_CHECK(keep_plays());
        for (const char* folder : saved_folders) MOORING_CHECK(keep_folder(folder));
        MOORING_CHECK(keep("secret", config_.data_dir + "/secret"));
        MOORING_CHECK(keep_blobs());
        MOORING_CHECK(repository_.add(snapshot_));
        result_.snapshot = snapshot_.name;
        result_.blobs = static_cast<std::int64_t>(snapshot_.blobs.size());
        return result_;
    }

private:
    Result<void> keep(const std::string& name, const std::string& path) {
        MOORING_TRY(const SavedFile saved, repository_.keep_file(path));
        snapshot_.files[name] = saved;
        return ok();
    }

    /// Files that come or go meanwhile are those of a later or an earlier moment.
    Result<void> keep_folder(const std::string& folder) {
        std::error_code failed;
        std::vector<std::string> names;
        for (fs::directory_iterator entry{config_.data_dir + "/" + folder, failed}, end; !failed && entry != end;
             entry.increment(failed)) {
            if (entry->is_regular_file()) names.push_back(entry->path().filename().string());
        }
        if (failed && failed != std::errc::no_such_file_or_directory) {
            return Error{Errc::unavailable, "'" + folder + "' cannot be read: " + failed.message()};
        }
        std::ranges::sort(names);
        for (const std::string& name : names) {
            const std::string path = config_.data_dir + "/" + folder + "/" + name;
            const auto kept = keep(folder + "/" + name, path);
            if (!kept && fs::exists(path, failed)) return kept;
        }
        return ok();
    }

    /// One process has the plays open. A server copies them itself, between two counts; without one they lie still.
    Result<void> keep_plays() {
        const std::string path = config_.data_dir + "/" + plays_file;
        std::error_code failed;
        if (!fs::exists(path, failed)) return ok();
        const std::string copy = scratch_.file(plays_file);
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) return Error{Errc::unavailable, "the plays cannot be read"};
        struct flock reads {};
        reads.l_type = F_RDLCK;
        reads.l_whence = SEEK_SET;
        const bool is_still = ::fcntl(file, F_SETLK, &reads) == 0;
        Result<void> copied = is_still ? copy_plays(path, copy) : ask_for_copy(fs::absolute(copy).string());
        ::close(file);
        MOORING_CHECK(std::move(copied));
        MOORING_CHECK(keep(plays_file, copy));
        const std::string log = copy + ".wal";
        return fs::exists(log, failed) ? keep(std::string{plays_file} + ".wal", log) : ok();
    }

    Result<void> ask_for_copy(const std::string& copy) {
        return ask_server(*storage_.catalog, *storage_.random, {{"copy_plays", copy}}).transform([](const auto&) {});
    }

    Result<void> keep_blobs() {
        std::vector<storage::Blob> blobs;
        MOORING_CHECK(storage_.blobs->for_each([&](const storage::Blob& blob, Instant) { blobs.push_back(blob); }));
        for (const storage::Blob& blob : blobs) {
            const SavedFile wanted{blob.sha256, blob.size_bytes};
            if (!repository_.holds(wanted)) {
                const auto kept = keep_blob(wanted);
                if (!kept && kept.error().code == Errc::not_found) continue;  // removed meanwhile
                MOORING_CHECK(kept);
            }
            snapshot_.blobs[blob.sha256] = blob.size_bytes;
        }
        return ok();
    }

    Result<void> keep_blob(const SavedFile& wanted) {
        MOORING_TRY(const auto open, storage_.blobs->open(wanted.sha256));
        std::int64_t at = 0;
        MOORING_CHECK(repository_.keep(
            [&]() -> Result<std::string> {
                MOORING_TRY(std::string bytes, open->read(at, piece));
                at += static_cast<std::int64_t>(bytes.size());
                return bytes;
            },
            wanted.sha256));
        ++result_.new_files;
        result_.new_bytes += wanted.size_bytes;
        return ok();
    }

    const Config& config_;
    const Storage& storage_;
    const Repository& repository_;
    const Scratch scratch_;
    Snapshot snapshot_;
    BackupResult result_;
};

/// Files of the new data folder, under a name of its own until it is whole.
Result<void> write_files(const Repository& repository, const Snapshot& snapshot, const std::string& folder) {
    for (const auto& [name, saved] : snapshot.files) {
        const fs::path path = fs::path{folder} / name;
        std::error_code failed;
        fs::create_directories(path.parent_path(), failed);
        if (failed) return Error{Errc::unavailable, "'" + path.string() + "' cannot be made: " + failed.message()};
        ::chmod(path.parent_path().c_str(), 0700);
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        ::chmod(path.c_str(), 0600);
        MOORING_CHECK(repository.read(saved, [&](std::string_view bytes) -> Result<void> {
            file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            return file ? ok() : Result<void>{Error{Errc::no_space, "the disk is full or broken"}};
        }));
        file.close();
        if (!file) return Error{Errc::no_space, "the disk is full or broken"};
    }
    return ok();
}

Result<void> write_blobs(const Repository& repository, const Snapshot& snapshot, const std::string& folder) {
    const SystemClock clock;
    MOORING_TRY(const auto blobs,
                storage::local::open_local_blobs({.root = folder + "/media", .reserve_bytes = 0, .clock = &clock}));
    for (const auto& [sha256, size] : snapshot.blobs) {
        MOORING_TRY(const auto incoming, blobs->begin(size));
        MOORING_CHECK(repository.read({sha256, size}, [&](std::string_view bytes) { return incoming->append(bytes); }));
        MOORING_CHECK(incoming->commit());
    }
    return ok();
}

Result<std::string> newest_of(const Repository& repository) {
    MOORING_TRY(const std::vector<std::string> names, repository.list());
    if (names.empty()) return Error{Errc::not_found, "there is no snapshot in the folder"};
    return names.back();
}

}  // namespace

Result<void> copy_plays(const std::string& from, const std::string& to) {
    // The log first: with the file as it is afterwards, it is what a process that ended just now would have left.
    for (const char* part : {".wal", ""}) {
        std::error_code failed;
        const bool is_there = fs::exists(from + part, failed);
        fs::remove(to + part, failed);
        if (is_there) fs::copy_file(from + part, to + part, failed);
        if (failed) return Error{Errc::unavailable, "the plays cannot be copied: " + failed.message()};
    }
    return ok();
}

Result<BackupResult> make_backup(const Config& config, const std::string& folder) {
    MOORING_TRY(const Storage storage, Storage::open(config, IfMissing::refuse));
    MOORING_TRY(const Repository repository, Repository::open_for_writing(folder));
    return Backup{config, storage, repository, folder + "/incoming/copies"}.make();
}

Result<std::int64_t> verify_backup(const std::string& folder, const std::string& name) {
    MOORING_TRY(const Repository repository, Repository::open(folder));
    MOORING_TRY(const std::string wanted, name.empty() ? newest_of(repository) : Result<std::string>{name});
    MOORING_TRY(const Snapshot snapshot, repository.load(wanted));
    const auto nowhere = [](std::string_view) { return ok(); };
    for (const auto& [path, file] : snapshot.files) MOORING_CHECK(repository.read(file, nowhere));
    for (const auto& [sha256, size] : snapshot.blobs) MOORING_CHECK(repository.read({sha256, size}, nowhere));
    return static_cast<std::int64_t>(snapshot.files.size() + snapshot.blobs.size());
}

Result<std::string> restore_backup(const std::string& folder, const std::string& name, const std::string& target) {
    std::error_code failed;
    std::string data = target;
    while (data.size() > 1 && data.ends_with('/')) data.pop_back();
    if (fs::exists(data, failed) && !fs::is_empty(data, failed)) {
        return Error{Errc::conflict, "there is something in '" + data + "'; a backup is restored into a new folder"};
    }
    MOORING_TRY(const Repository repository, Repository::open(folder));
    MOORING_TRY(const std::string wanted, name.empty() ? newest_of(repository) : Result<std::string>{name});
    MOORING_TRY(const Snapshot snapshot, repository.load(wanted));
    const std::string fresh = data + ".restoring";
    fs::remove_all(fresh, failed);
    fs::create_directories(fresh, failed);
    if (failed) return Error{Errc::unavailable, "'" + fresh + "' cannot be made: " + failed.message()};
    ::chmod(fresh.c_str(), 0700);
    Result<void> written = write_files(repository, snapshot, fresh);
    if (written) written = write_blobs(repository, snapshot, fresh);
    if (written) {
        ::sync();
        fs::remove(data, failed);
        fs::rename(fresh, data, failed);
        if (failed) written = Error{Errc::unavailable, "'" + data + "' cannot be made: " + failed.message()};
    }
    if (!written) {
        fs::remove_all(fresh, failed);
        return written.error();
    }
    return wanted;
}

}  // namespace mooring::server::backup
