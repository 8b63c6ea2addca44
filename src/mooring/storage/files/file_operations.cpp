#include "mooring/storage/files/file_operations.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <system_error>

namespace mooring::storage::files {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr mode_t owner_only_directory = 0700;

}  // namespace

int SystemFileOperations::open(const char* path, int flags, mode_t mode) {
    return ::open(path, flags, mode);
}

ssize_t SystemFileOperations::write(int descriptor, const char* bytes, std::size_t length) {
    return ::write(descriptor, bytes, length);
}

int SystemFileOperations::fsync(int descriptor) {
    return ::fsync(descriptor);
}

int SystemFileOperations::fdatasync(int descriptor) {
    return ::fdatasync(descriptor);
}

int SystemFileOperations::truncate(int descriptor, off_t length) {
    return ::ftruncate(descriptor, length);
}

int SystemFileOperations::rename(const char* from, const char* to) {
    return ::rename(from, to);
}

int SystemFileOperations::unlink(const char* path) {
    return ::unlink(path);
}

int SystemFileOperations::make_directory(const char* path, mode_t mode) {
    return ::mkdir(path, mode);
}

std::int64_t SystemFileOperations::free_bytes(const char* path) {
    struct statvfs state {};
    if (::statvfs(path, &state) != 0) {
        return -1;
    }
    const auto most = static_cast<unsigned long>(std::numeric_limits<std::int64_t>::max());
    if (state.f_frsize != 0 && state.f_bavail > most / state.f_frsize) {
        return std::numeric_limits<std::int64_t>::max();
    }
    return static_cast<std::int64_t>(state.f_bavail * state.f_frsize);
}

FileOperations& system_files() {
    static SystemFileOperations operations;
    return operations;
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = std::exchange(other.number_, -1);
    }
    return *this;
}

void Descriptor::close() {
    if (number_ >= 0) {
        ::close(number_);
        number_ = -1;
    }
}

Error file_error(int error_number, std::string_view doing, std::string_view path) {
    Errc code = Errc::unavailable;
    if (error_number == ENOSPC || error_number == EDQUOT) {
        code = Errc::no_space;
    }
    std::string message = "cannot ";
    message.append(doing).append(" ").append(path).append(": ");
    message.append(std::generic_category().message(error_number));
    return Error{code, std::move(message)};
}

Result<void> write_all(FileOperations& files, int descriptor, std::string_view bytes, std::string_view path) {
    while (!bytes.empty()) {
        const ssize_t written = files.write(descriptor, bytes.data(), std::min(bytes.size(), piece_bytes));
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return file_error(errno, "write", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ok();
}

Result<void> sync_directory(FileOperations& files, const std::string& path) {
    const Descriptor directory{files.open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)};
    if (!directory.is_open()) {
        return file_error(errno, "open directory", path);
    }
    if (files.fsync(directory.get()) != 0) {
        return file_error(errno, "flush directory", path);
    }
    return ok();
}

Result<void> make_directory(FileOperations& files, const std::string& path) {
    if (files.make_directory(path.c_str(), owner_only_directory) != 0 && errno != EEXIST) {
        return file_error(errno, "make directory", path);
    }
    return ok();
}

Result<void> make_directories(FileOperations& files, const std::string& path) {
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        const std::string parent = path.substr(0, slash);
        struct stat state {};
        if (::stat(parent.c_str(), &state) != 0) {
            MOORING_CHECK(make_directory(files, parent));
        }
    }
    return make_directory(files, path);
}

Result<std::string> read_file(const std::string& path, std::size_t limit_bytes) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        if (errno == ENOENT) {
            return Error{Errc::not_found, "no such file: " + path};
        }
        return file_error(errno, "open", path);
    }
    std::string bytes(limit_bytes + 1, '\0');
    std::size_t length = 0;
    while (length < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + length, bytes.size() - length);
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            return file_error(errno, "read", path);
        }
        if (got == 0) {
            break;
        }
        length += static_cast<std::size_t>(got);
    }
    if (length > limit_bytes) {
        return Error{Errc::too_large, "file too large: " + path};
    }
    bytes.resize(length);
    return bytes;
}

}  // namespace mooring::storage::files
