#include "mooring/storage/blobs/local/open_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace mooring::storage::local {

Result<std::string> OpenFile::read(std::int64_t offset, std::size_t length) const {
    if (offset < 0) {
        return invalid("offset", "negative offset");
    }
    if (offset >= size_bytes_) {
        return std::string{};
    }
    std::string bytes(std::min(length, static_cast<std::size_t>(size_bytes_ - offset)), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::pread(file_.get(), bytes.data() + done, bytes.size() - done,
                                    static_cast<off_t>(offset + static_cast<std::int64_t>(done)));
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            return files::file_error(errno, "read", "a blob");
        }
        if (got == 0) {
            return Error{Errc::corrupt, "a blob is shorter than it was when opened"};
        }
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

Result<std::shared_ptr<const OpenFile>> open_file(const std::string& path) {
    files::Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        if (errno == ENOENT) {
            return Error{Errc::not_found, "no such blob"};
        }
        return files::file_error(errno, "open", path);
    }
    struct stat state {};
    if (::fstat(file.get(), &state) != 0) {
        return files::file_error(errno, "look at", path);
    }
    if (!S_ISREG(state.st_mode)) {
        return Error{Errc::corrupt, "not a file: " + path};
    }
    return std::make_shared<const OpenFile>(std::move(file), static_cast<std::int64_t>(state.st_size));
}

}  // namespace mooring::storage::local
