#pragma once

#include <atomic>
#include <cerrno>
#include <cstdint>

#include "mooring/storage/files/file_operations.hpp"

namespace mooring::storage::files {

/// For tests: a disk that fills up, breaks, or belongs to a process that stops in the midst of its work. Settings may
/// change while other threads use it.
class FaultyFiles final : public SystemFileOperations {
public:
    /// The error that calls of this kind fail with; 0: none. A failing write leaves half of its bytes on disk.
    std::atomic<int> open_error{0};
    std::atomic<int> write_error{0};
    std::atomic<int> flush_error{0};
    std::atomic<int> rename_error{0};
    std::atomic<int> make_directory_error{0};
    /// From this call on, counted from 0, nothing reaches the disk, as if the process had been killed; -1: never.
    std::atomic<std::int64_t> stop_at{-1};
    /// This one call fails with ENOSPC; -1: none.
    std::atomic<std::int64_t> fail_once_at{-1};
    /// What `free_bytes` tells; -1: the truth.
    std::atomic<std::int64_t> free_space{-1};

    std::int64_t calls() const { return calls_.load(); }

    int open(const char* path, int flags, mode_t mode) override {
        return fails(open_error) ? -1 : SystemFileOperations::open(path, flags, mode);
    }
    ssize_t write(int descriptor, const char* bytes, std::size_t length) override {
        if (!fails(write_error)) {
            return SystemFileOperations::write(descriptor, bytes, length);
        }
        const int error = errno;
        if (!stopped_before_this_call()) {
            static_cast<void>(SystemFileOperations::write(descriptor, bytes, length / 2));
        }
        errno = error;
        return -1;
    }
    int fsync(int descriptor) override { return fails(flush_error) ? -1 : SystemFileOperations::fsync(descriptor); }
    int fdatasync(int descriptor) override {
        return fails(flush_error) ? -1 : SystemFileOperations::fdatasync(descriptor);
    }
    int truncate(int descriptor, off_t length) override {
        return fails(never_) ? -1 : SystemFileOperations::truncate(descriptor, length);
    }
    int rename(const char* from, const char* to) override {
        return fails(rename_error) ? -1 : SystemFileOperations::rename(from, to);
    }
    int unlink(const char* path) override { return fails(never_) ? -1 : SystemFileOperations::unlink(path); }
    int make_directory(const char* path, mode_t mode) override {
        return fails(make_directory_error) ? -1 : SystemFileOperations::make_directory(path, mode);
    }
    std::int64_t free_bytes(const char* path) override {
        const std::int64_t space = free_space.load();
        return space >= 0 ? space : SystemFileOperations::free_bytes(path);
    }

private:
    bool fails(const std::atomic<int>& error) {
        const std::int64_t call = calls_.fetch_add(1);
        const std::int64_t stop = stop_at.load();
        errno = stop >= 0 && call >= stop ? EIO : error.load();
        if (call == fail_once_at.load()) {
            errno = ENOSPC;
        }
        return errno != 0;
    }

    bool stopped_before_this_call() const {
        const std::int64_t stop = stop_at.load();
        return stop >= 0 && calls_.load() - 1 > stop;
    }

    const std::atomic<int> never_{0};
    std::atomic<std::int64_t> calls_{0};
};

}  // namespace mooring::storage::files
