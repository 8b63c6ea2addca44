#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "mooring/base/result.hpp"

namespace mooring::storage::files {

/// The calls by which stores change the disk, with their POSIX meaning (-1 and `errno`). Passed in, so that
/// tests can fill the disk or stop the process between any two of them. Safe from several threads.
class FileOperations {
public:
    virtual ~FileOperations() = default;
    virtual int open(const char* path, int flags, mode_t mode) = 0;
    virtual ssize_t write(int descriptor, const char* bytes, std::size_t length) = 0;
    virtual int fsync(int descriptor) = 0;
    virtual int fdatasync(int descriptor) = 0;
    virtual int truncate(int descriptor, off_t length) = 0;
    virtual int rename(const char* from, const char* to) = 0;
    virtual int unlink(const char* path) = 0;
    virtual int make_directory(const char* path, mode_t mode) = 0;
    /// Bytes an unprivileged process may still use on the file system of `path`; -1 and `errno`.
    virtual std::int64_t free_bytes(const char* path) = 0;
};

/// The system's own calls. Left open for tests, which override single ones.
class SystemFileOperations : public FileOperations {
public:
    int open(const char* path, int flags, mode_t mode) override;
    ssize_t write(int descriptor, const char* bytes, std::size_t length) override;
    int fsync(int descriptor) override;
    int fdatasync(int descriptor) override;
    int truncate(int descriptor, off_t length) override;
    int rename(const char* from, const char* to) override;
    int unlink(const char* path) override;
    int make_directory(const char* path, mode_t mode) override;
    std::int64_t free_bytes(const char* path) override;
};

/// The one `SystemFileOperations` of the process.
FileOperations& system_files();

/// An open file, closed with its owner.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor() { close(); }

    int get() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    void close();

private:
    int number_ = -1;
};

/// The error of a failed call: no_space for a full disk or quota, otherwise unavailable.
Error file_error(int error_number, std::string_view doing, std::string_view path);

/// Write all of `bytes`, in pieces of at most 64 KiB. Errors: no_space, unavailable; some bytes may be written then.
Result<void> write_all(FileOperations& files, int descriptor, std::string_view bytes, std::string_view path);

/// Flush the entries of the directory `path` to disk.
Result<void> sync_directory(FileOperations& files, const std::string& path);

/// Make the directory `path`, readable by its owner only; fine when it is there.
Result<void> make_directory(FileOperations& files, const std::string& path);

/// The same with all missing parents.
Result<void> make_directories(FileOperations& files, const std::string& path);

/// All of a small file. Errors: not_found, too_large (over `limit_bytes`), unavailable.
Result<std::string> read_file(const std::string& path, std::size_t limit_bytes);

}  // namespace mooring::storage::files
