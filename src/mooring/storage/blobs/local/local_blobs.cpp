#include "mooring/storage/blobs/local/local_blobs.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "mooring/base/encoding.hpp"
#include "mooring/base/log.hpp"
#include "mooring/base/random.hpp"
#include "mooring/storage/blobs/local/blob_cache.hpp"
#include "mooring/storage/blobs/local/blob_paths.hpp"
#include "mooring/storage/blobs/local/incoming_file.hpp"
#include "mooring/storage/blobs/local/open_file.hpp"

namespace mooring::storage::local {

namespace {

namespace fs = std::filesystem;

constexpr auto leftover_age = std::chrono::hours{24};
constexpr mode_t owner_only_file = 0600;

Instant modified_at(const struct stat& state) {
    return from_unix_seconds(state.st_mtim.tv_sec) + std::chrono::microseconds{state.st_mtim.tv_nsec / 1000};
}

/// Visit the names in the directory `path`; one that is not there has none.
Result<void> visit_names(const std::string& path, const std::function<Result<void>(const std::string&)>& visit) {
    std::error_code failure;
    fs::directory_iterator entries{path, failure};
    if (failure == std::errc::no_such_file_or_directory || failure == std::errc::not_a_directory) {
        return ok();
    }
    while (!failure && entries != fs::directory_iterator{}) {
        MOORING_CHECK(visit(entries->path().filename().string()));
        entries.increment(failure);
    }
    if (failure) {
        return files::file_error(failure.value(), "list", path);
    }
    return ok();
}

class LocalBlobs final : public BlobStore {
public:
    LocalBlobs(const LocalBlobOptions& options, const Clock& clock, files::FileOperations& operations)
        : paths_(options.root),
          reserve_bytes_(options.reserve_bytes),
          clock_(clock),
          files_(operations),
          cache_(options.open_files) {}

    Result<void> prepare();
    Result<std::unique_ptr<IncomingBlob>> begin(std::int64_t expected_bytes) override;
    Result<std::shared_ptr<const OpenBlob>> open(std::string_view sha256) override;
    Result<bool> contains(std::string_view sha256) override;
    Result<void> remove(std::string_view sha256) override;
    Result<void> for_each(const std::function<void(const Blob&, Instant stored_at)>& visit) override;

private:
    Result<void> remove_leftovers();
    Result<void> check_space(std::int64_t expected_bytes);

    const BlobPaths paths_;
    const std::int64_t reserve_bytes_;
    const Clock& clock_;
    files::FileOperations& files_;
    SystemRandom random_;
    BlobCache cache_;
};

Result<void> LocalBlobs::prepare() {
    MOORING_CHECK(files::make_directories(files_, paths_.root()));
    MOORING_CHECK(files::make_directory(files_, paths_.incoming()));
    MOORING_CHECK(files::make_directory(files_, paths_.blobs()));
    MOORING_CHECK(files::sync_directory(files_, paths_.root()));
    return remove_leftovers();
}

Result<void> LocalBlobs::remove_leftovers() {
    std::int64_t removed = 0;
    MOORING_CHECK(visit_names(paths_.incoming(), [&](const std::string& name) -> Result<void> {
        const std::string path = paths_.incoming() + "/" + name;
        struct stat state {};
        if (::lstat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode) ||
            clock_.now() - modified_at(state) <= leftover_age) {
            return ok();
        }
        if (files_.unlink(path.c_str()) == 0) {
            ++removed;
        }
        return ok();
    }));
    if (removed > 0) {
        log::info("removed unfinished uploads of an earlier run", {{"files", removed}});
    }
    return ok();
}

Result<void> LocalBlobs::check_space(std::int64_t expected_bytes) {
    const std::int64_t available = files_.free_bytes(paths_.incoming().c_str());
    if (available < 0) {
        return files::file_error(errno, "ask for the free space of", paths_.incoming());
    }
    // Compared by division, so that no declared size can overflow.
    if (available < reserve_bytes_ || available / 2 < expected_bytes) {
        return Error{Errc::no_space, "not enough free space: " + std::to_string(available) + " bytes"};
    }
    return ok();
}

Result<std::unique_ptr<IncomingBlob>> LocalBlobs::begin(std::int64_t expected_bytes) {
    MOORING_CHECK(check_space(expected_bytes));
    std::array<std::byte, 16> name{};
    random_.fill(name);
    std::string path = paths_.incoming() + "/" + to_hex(name);
    files::Descriptor file{files_.open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, owner_only_file)};
    if (!file.is_open()) {
        return files::file_error(errno, "create", path);
    }
    return std::make_unique<IncomingFile>(paths_, clock_, files_, std::move(path), std::move(file));
}

Result<std::shared_ptr<const OpenBlob>> LocalBlobs::open(std::string_view sha256) {
    if (!is_blob_name(sha256)) {
        return Error{Errc::not_found, "not the name of a blob"};
    }
    if (auto cached = cache_.find(sha256)) {
        return cached;
    }
    const std::uint64_t removals = cache_.removals();
    MOORING_TRY(std::shared_ptr<const OpenBlob> blob, open_file(paths_.blob(sha256)));
    cache_.insert(sha256, blob, removals);
    return blob;
}

Result<bool> LocalBlobs::contains(std::string_view sha256) {
    if (!is_blob_name(sha256)) {
        return false;
    }
    const std::string path = paths_.blob(sha256);
    struct stat state {};
    if (::stat(path.c_str(), &state) == 0) {
        return S_ISREG(state.st_mode);
    }
    if (errno == ENOENT) {
        return false;
    }
    return files::file_error(errno, "look at", path);
}

Result<void> LocalBlobs::remove(std::string_view sha256) {
    if (!is_blob_name(sha256)) {
        return ok();
    }
    const std::string path = paths_.blob(sha256);
    const bool removed = files_.unlink(path.c_str()) == 0;
    const int failure = errno;
    cache_.remove(sha256);
    if (!removed) {
        return failure == ENOENT ? ok() : Result<void>{files::file_error(failure, "remove", path)};
    }
    return files::sync_directory(files_, paths_.inner_folder(sha256));
}

Result<void> LocalBlobs::for_each(const std::function<void(const Blob&, Instant stored_at)>& visit) {
    return visit_names(paths_.blobs(), [&](const std::string& outer) {
        const std::string outer_path = paths_.blobs() + "/" + outer;
        return visit_names(outer_path, [&](const std::string& inner) {
            const std::string inner_path = outer_path + "/" + inner;
            return visit_names(inner_path, [&](const std::string& name) -> Result<void> {
                const std::string path = inner_path + "/" + name;
                struct stat state {};
                if (is_blob_name(name) && path == paths_.blob(name) && ::lstat(path.c_str(), &state) == 0 &&
                    S_ISREG(state.st_mode)) {
                    visit({.sha256 = name, .size_bytes = static_cast<std::int64_t>(state.st_size)}, modified_at(state));
                }
                return ok();
            });
        });
    });
}

const Clock& system_clock() {
    static const SystemClock clock;
    return clock;
}

}  // namespace

Result<std::unique_ptr<BlobStore>> open_local_blobs(const LocalBlobOptions& options) {
    auto store = std::make_unique<LocalBlobs>(options, options.clock != nullptr ? *options.clock : system_clock(),
                                              options.files != nullptr ? *options.files : files::system_files());
    MOORING_CHECK(store->prepare());
    return std::unique_ptr<BlobStore>{std::move(store)};
}

}  // namespace mooring::storage::local
