#include "mooring/server/backup/repository.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/server/files.hpp"

namespace mooring::server::backup {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t piece = 256 * 1024;
constexpr int format_version = 1;

Error trouble(const std::string& path, int number) {
    const Errc code = number == ENOSPC || number == EDQUOT ? Errc::no_space : Errc::unavailable;
    return Error{code, "'" + path + "': " + std::generic_category().message(number)};
}

Error broken(const std::string& why) {
    return Error{Errc::corrupt, "the backup is damaged: " + why};
}

bool is_sha256(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A path below the data folder, which a damaged or forged snapshot must not lead out of.
bool is_inner_path(std::string_view text) {
    const fs::path path{text};
    return !text.empty() && path.is_relative() &&
           std::ranges::none_of(path, [](const fs::path& part) { return part == ".." || part == "." || part.empty(); });
}

Result<void> make_folder(const std::string& path) {
    std::error_code failed;
    fs::create_directories(path, failed);
    if (failed) return trouble(path, failed.value());
    ::chmod(path.c_str(), 0700);
    return ok();
}

/// Flush the file system of `folder`. Errors: no_space, unavailable.
Result<void> flush_all(const std::string& folder) {
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int failure = opened < 0 || ::syncfs(opened) != 0 ? errno : 0;
    if (opened >= 0) ::close(opened);
    return failure == 0 ? ok() : Result<void>{trouble(folder, failure)};
}

/// A new file that is gone unless it gets its name.
class FreshFile {
public:
    static Result<std::unique_ptr<FreshFile>> make(std::string path) {
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (file < 0) return trouble(path, errno);
        return std::unique_ptr<FreshFile>{new FreshFile{std::move(path), file}};
    }
    ~FreshFile() {
        if (file_ >= 0) ::close(file_);
        if (!is_named_) ::unlink(path_.c_str());
    }
    FreshFile(const FreshFile&) = delete;
    FreshFile& operator=(const FreshFile&) = delete;

    Result<void> append(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return trouble(path_, errno);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return ok();
    }
    /// Its name, which lasts once the file system was flushed.
    Result<void> name(const std::string& path) {
        if (::rename(path_.c_str(), path.c_str()) != 0) return trouble(path, errno);
        is_named_ = true;
        return ok();
    }
    Result<void> flush() { return ::fsync(file_) == 0 ? ok() : Result<void>{trouble(path_, errno)}; }

private:
    FreshFile(std::string path, int file) : path_(std::move(path)), file_(file) {}

    std::string path_;
    int file_;
    bool is_named_ = false;
};

Result<Snapshot> parse_snapshot(const std::string& text) {
    boost::system::error_code failure;
    const json::value value = json::parse(text, failure);
    if (failure || !value.is_object()) return broken("a snapshot cannot be read");
    const json::object& object = value.get_object();
    const auto* format = object.if_contains("format");
    if (format == nullptr || !format->is_int64()) return broken("a snapshot has no format");
    if (format->get_int64() != format_version) {
        return Error{Errc::unsupported, "the backup was made by a newer program"};
    }
    Snapshot snapshot;
    const auto* files = object.if_contains("files");
    const auto* blobs = object.if_contains("blobs");
    const auto* taken = object.if_contains("taken_at");
    const auto* program = object.if_contains("program");
    if (files == nullptr || !files->is_object() || blobs == nullptr || !blobs->is_object() || taken == nullptr ||
        !taken->is_string() || program == nullptr || !program->is_string()) {
        return broken("a snapshot lacks a part");
    }
    snapshot.taken_at = parse_iso8601(std::string_view{taken->get_string()}).value_or(Instant{});
    snapshot.program = program->get_string();
    for (const auto& [path, file] : files->get_object()) {
        const auto* sha256 = file.is_object() ? file.get_object().if_contains("sha256") : nullptr;
        const auto* size = file.is_object() ? file.get_object().if_contains("size") : nullptr;
        const bool is_sound = sha256 != nullptr && sha256->is_string() && is_sha256(sha256->get_string()) &&
                              size != nullptr && size->is_int64() && size->get_int64() >= 0 && is_inner_path(path);
        if (!is_sound) return broken("a file of a snapshot is not what it should be");
        snapshot.files[path] = {std::string{sha256->get_string()}, size->get_int64()};
    }
    for (const auto& [sha256, size] : blobs->get_object()) {
        if (!is_sha256(sha256) || !size.is_int64() || size.get_int64() < 0) return broken("a blob has no size");
        snapshot.blobs[sha256] = size.get_int64();
    }
    return snapshot;
}

std::string snapshot_text(const Snapshot& snapshot) {
    json::object files, blobs;
    for (const auto& [path, file] : snapshot.files) {
        files[path] = json::object{{"sha256", file.sha256}, {"size", file.size_bytes}};
    }
    for (const auto& [sha256, size] : snapshot.blobs) blobs[sha256] = size;
    return json::serialize(json::object{{"format", format_version},
                                        {"taken_at", iso8601_millis(snapshot.taken_at)},
                                        {"program", snapshot.program},
                                        {"files", std::move(files)},
                                        {"blobs", std::move(blobs)}});
}

}  // namespace

Result<Repository> Repository::open_for_writing(const std::string& folder) {
    for (const char* part : {"", "/objects", "/snapshots", "/incoming"}) MOORING_CHECK(make_folder(folder + part));
    Repository repository{folder};
    const int file = ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return trouble(folder + "/lock", errno);
    repository.lock_ = std::shared_ptr<int>(new int{file}, [](int* held) {
        ::close(*held);
        delete held;
    });
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        return Error{Errc::conflict, "another backup writes into '" + folder + "'"};
    }
    // What a backup that was ended left half done.
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{folder + "/incoming", ignored}) {
        fs::remove_all(entry.path(), ignored);
    }
    return repository;
}

Result<Repository> Repository::open(const std::string& folder) {
    std::error_code failed;
    if (!fs::is_directory(folder + "/snapshots", failed)) {
        return Error{Errc::not_found, "there are no backups in '" + folder + "'"};
    }
    return Repository{folder};
}

std::string Repository::object_path(std::string_view sha256) const {
    return folder_ + "/objects/" + std::string{sha256.substr(0, 2)} + "/" + std::string{sha256};
}

bool Repository::holds(const SavedFile& file) const {
    std::error_code failed;
    const auto size = fs::file_size(object_path(file.sha256), failed);
    return !failed && static_cast<std::int64_t>(size) == file.size_bytes;
}

Result<SavedFile> Repository::keep(const Source& source, const std::string& expected) const {
    static std::atomic<int> serial{0};
    MOORING_TRY(const auto fresh, FreshFile::make(folder_ + "/incoming/" + std::to_string(++serial)));
    Sha256 digest;
    SavedFile saved;
    for (;;) {
        MOORING_TRY(const std::string bytes, source());
        if (bytes.empty()) break;
        digest.update(bytes);
        MOORING_CHECK(fresh->append(bytes));
        saved.size_bytes += static_cast<std::int64_t>(bytes.size());
    }
    saved.sha256 = to_hex(digest.finish());
    if (!expected.empty() && saved.sha256 != expected) {
        return Error{Errc::corrupt, "the stored file " + expected + " is damaged: its content has another hash"};
    }
    if (holds(saved)) return saved;
    const std::string path = object_path(saved.sha256);
    MOORING_CHECK(make_folder(fs::path{path}.parent_path().string()));
    MOORING_CHECK(fresh->name(path));
    return saved;
}

Result<SavedFile> Repository::keep_file(const std::string& path) const {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{Errc::unavailable, "'" + path + "' cannot be read"};
    return keep([&]() -> Result<std::string> {
        std::string bytes(piece, '\0');
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.resize(static_cast<std::size_t>(file.gcount()));
        if (file.bad()) return Error{Errc::unavailable, "'" + path + "' cannot be read to its end"};
        return bytes;
    });
}

Result<void> Repository::read(const SavedFile& saved, const std::function<Result<void>(std::string_view)>& sink) const {
    std::ifstream file(object_path(saved.sha256), std::ios::binary);
    if (!file) return broken("the content " + saved.sha256 + " is missing");
    Sha256 digest;
    std::int64_t size = 0;
    std::string bytes(piece, '\0');
    while (file) {
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        const std::string_view got{bytes.data(), static_cast<std::size_t>(file.gcount())};
        digest.update(got);
        size += static_cast<std::int64_t>(got.size());
        MOORING_CHECK(sink(got));
    }
    if (file.bad() || size != saved.size_bytes || to_hex(digest.finish()) != saved.sha256) {
        return broken("the content " + saved.sha256 + " is not what it was");
    }
    return ok();
}

Result<void> Repository::add(const Snapshot& snapshot) const {
    // The contents were written without waiting for the disk each; now all of them are there, or there is no snapshot.
    MOORING_CHECK(flush_all(folder_));
    MOORING_TRY(const auto fresh, FreshFile::make(folder_ + "/incoming/snapshot"));
    MOORING_CHECK(fresh->append(snapshot_text(snapshot)));
    MOORING_CHECK(fresh->flush());
    MOORING_CHECK(fresh->name(folder_ + "/snapshots/" + snapshot.name + ".json"));
    return flush_all(folder_);
}

Result<std::vector<std::string>> Repository::list() const {
    std::vector<std::string> names;
    std::error_code failed;
    for (fs::directory_iterator entry{folder_ + "/snapshots", failed}, end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry->path().extension() == ".json") names.push_back(entry->path().stem().string());
    }
    if (failed) return trouble(folder_ + "/snapshots", failed.value());
    std::ranges::sort(names);
    return names;
}

Result<Snapshot> Repository::load(const std::string& name) const {
    MOORING_TRY(const std::vector<std::string> names, list());
    if (std::ranges::find(names, name) == names.end()) {
        return Error{Errc::not_found, "there is no snapshot '" + name + "'"};
    }
    MOORING_TRY(const std::string text, read_whole_file(folder_ + "/snapshots/" + name + ".json"));
    MOORING_TRY(Snapshot snapshot, parse_snapshot(text));
    snapshot.name = name;
    return snapshot;
}

Result<std::int64_t> Repository::keep_newest(std::size_t count) const {
    MOORING_TRY(std::vector<std::string> names, list());
    // Read before anything goes: a snapshot that cannot be read must not cost the contents of others.
    std::set<std::string, std::less<>> wanted;
    const std::size_t dropped = names.size() > count ? names.size() - count : 0;
    for (std::size_t index = dropped; index < names.size(); ++index) {
        MOORING_TRY(const Snapshot snapshot, load(names[index]));
        for (const auto& [path, file] : snapshot.files) wanted.insert(file.sha256);
        for (const auto& [sha256, size] : snapshot.blobs) wanted.insert(sha256);
    }
    std::error_code failed;
    for (std::size_t index = 0; index < dropped; ++index) {
        fs::remove(folder_ + "/snapshots/" + names[index] + ".json", failed);
        if (failed) return trouble(names[index], failed.value());
    }
    std::vector<fs::path> unwanted;
    for (fs::recursive_directory_iterator entry{folder_ + "/objects", failed}, end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry->is_regular_file() && !wanted.contains(entry->path().filename().string())) {
            unwanted.push_back(entry->path());
        }
    }
    for (const fs::path& path : unwanted) fs::remove(path, failed);
    return static_cast<std::int64_t>(unwanted.size());
}

}  // namespace mooring::server::backup
