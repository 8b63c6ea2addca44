#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::server::backup {

/// A file of an instance as a snapshot names it.
struct SavedFile {
    std::string sha256;
    std::int64_t size_bytes = 0;
    bool operator==(const SavedFile&) const = default;
};

/// One saved state of an instance.
struct Snapshot {
    std::string name;  ///< `20260302T080000.123Z`: when it was begun; sorts by time
    Instant taken_at;
    std::string program;                        ///< version that made it
    std::map<std::string, SavedFile> files;     ///< by their path below the data folder
    std::map<std::string, std::int64_t> blobs;  ///< media and pictures: size by SHA-256
};

/// A folder of backups:
///
///     DIR/objects/ab/abcd…     contents, each once, under its SHA-256
///     DIR/snapshots/TIME.json  what an instance was made of
///
/// Contents come first and the snapshot last, each whole or not at all: ended at any point, what was saved before stays
/// as good as it was. One process at a time writes.
class Repository {
public:
    /// Open or make. Errors: unavailable, no_space; conflict (another backup writes into it).
    static Result<Repository> open_for_writing(const std::string& folder);
    /// Errors: not_found.
    static Result<Repository> open(const std::string& folder);

    /// Bytes that come in pieces; empty at the end.
    using Source = std::function<Result<std::string>()>;

    bool holds(const SavedFile& file) const;
    /// Keep what `source` gives, and tell what it is. With `expected` that has to be it. Errors: corrupt (it is not),
    /// no_space, unavailable.
    Result<SavedFile> keep(const Source& source, const std::string& expected = {}) const;
    Result<SavedFile> keep_file(const std::string& path) const;
    /// Read a content from its first byte to its last, and check it. Errors: corrupt (damaged, missing), unavailable.
    Result<void> read(const SavedFile& file, const std::function<Result<void>(std::string_view)>& sink) const;

    Result<void> add(const Snapshot& snapshot) const;
    /// Names of the snapshots, oldest first.
    Result<std::vector<std::string>> list() const;
    /// Errors: not_found, corrupt.
    Result<Snapshot> load(const std::string& name) const;
    /// Keep the newest `count` snapshots, and the contents that they name. Returns how many contents went.
    Result<std::int64_t> keep_newest(std::size_t count) const;

private:
    explicit Repository(std::string folder) : folder_(std::move(folder)) {}
    std::string object_path(std::string_view sha256) const;

    std::string folder_;
    std::shared_ptr<int> lock_;
};

}  // namespace mooring::server::backup
