#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::app::moving {

// The part of POSIX ustar (IEEE 1003.1, pax, "ustar Interchange Format") that an archive of a show uses: regular files
// with names of at most 100 characters and below 8 GiB. Equal contents give equal bytes.

/// Writes one archive.
class TarWriter {
public:
    /// Writes into `path`, which must not exist. Errors: conflict (it exists), unavailable.
    static Result<TarWriter> create(const std::string& path);

    /// One whole file.
    Result<void> add(const std::string& name, std::string_view bytes);
    /// Begin a file of this size; as many bytes have to follow by `append` before the next one.
    Result<void> begin(const std::string& name, std::int64_t size_bytes);
    Result<void> append(std::string_view bytes);
    /// The end, flushed to disk. Errors: no_space, unavailable; invalid_argument is a file left unfinished.
    Result<void> finish();

private:
    explicit TarWriter(std::string path) : path_(std::move(path)) {}
    Result<void> put(std::string_view bytes);

    std::string path_;
    std::ofstream out_;
    std::int64_t left_ = 0;     ///< of the file that is being written
    std::int64_t padding_ = 0;  ///< after it
};

struct TarEntry {
    std::string name;
    std::int64_t size_bytes = 0;
};

/// Walks through an archive of a stranger. Anything but regular files is refused: links, folders, devices, sparse
/// files, extended headers; so are absolute names, names with `..`, repeated ends and what is cut off. Reads only what
/// it is asked for.
class TarReader {
public:
    /// Errors: not_found.
    static Result<TarReader> open(const std::string& path);

    /// The next file; nothing at the end of the archive. What of the one before was not read is passed over.
    /// Errors: corrupt.
    Result<std::optional<TarEntry>> next();
    /// The next bytes of the present file, at most 256 KiB; empty at its end. Errors: corrupt (cut off).
    Result<std::string> read();
    /// All of the present file. Errors: too_large (over `most_bytes`), corrupt.
    Result<std::string> read_all(std::int64_t most_bytes);

private:
    TarReader() = default;
    std::ifstream in_;
    std::int64_t size_ = 0;   ///< of the archive
    std::int64_t place_ = 0;  ///< where the next header begins
    std::int64_t at_ = 0;     ///< where the next byte of the present file lies
    std::int64_t left_ = 0;
};

}  // namespace mooring::app::moving
