#include "mooring/media/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "mooring/base/assert.hpp"

namespace mooring::media {

Result<FileSource> FileSource::open(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return Error{errno == ENOENT ? Errc::not_found : Errc::unavailable,
                     std::string("cannot open the file to probe: ") + std::strerror(errno)};
    }
    FileSource source(descriptor, 0);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        return Error{Errc::unavailable, std::string("cannot examine the file to probe: ") + std::strerror(errno)};
    }
    if (!S_ISREG(status.st_mode)) {
        return invalid("file", "not a regular file");
    }
    source.size_bytes_ = status.st_size;
    return source;
}

FileSource::FileSource(FileSource&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_bytes_(std::exchange(other.size_bytes_, 0)) {}

FileSource& FileSource::operator=(FileSource&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_bytes_, other.size_bytes_);
    return *this;
}

FileSource::~FileSource() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Result<std::size_t> FileSource::read_at(std::int64_t offset, std::span<char> into) {
    if (offset < 0) {
        return invalid("offset", "negative offset");
    }
    std::size_t filled = 0;
    while (filled < into.size()) {
        const auto got =
            ::pread(descriptor_, into.data() + filled, into.size() - filled, offset + static_cast<off_t>(filled));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return Error{Errc::unavailable, std::string("cannot read the file to probe: ") + std::strerror(errno)};
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

MemorySource::MemorySource(std::string_view bytes, std::optional<std::int64_t> total_bytes)
    : bytes_(bytes), total_bytes_(total_bytes) {
    if (total_bytes_) {
        total_bytes_ = std::max(*total_bytes_, static_cast<std::int64_t>(bytes.size()));
    }
}

Result<std::size_t> MemorySource::read_at(std::int64_t offset, std::span<char> into) {
    if (offset < 0) {
        return invalid("offset", "negative offset");
    }
    if (static_cast<std::uint64_t>(offset) >= bytes_.size()) {
        return std::size_t{0};
    }
    return bytes_.copy(into.data(), into.size(), static_cast<std::size_t>(offset));
}

Result<std::string> read_string(ByteSource& source, std::int64_t offset, std::size_t length) {
    const auto left = std::max<std::int64_t>(source.available_bytes() - offset, 0);
    std::string bytes(std::min(length, static_cast<std::size_t>(left)), '\0');
    MOORING_TRY(const std::size_t got, source.read_at(offset, bytes));
    bytes.resize(got);
    return bytes;
}

Result<std::string_view> Window::at(std::int64_t offset, std::size_t wanted) {
    MOORING_ASSERT(wanted <= capacity_, "a window cannot show more than it holds");
    const auto end = begin_ + static_cast<std::int64_t>(buffer_.size());
    const auto needed_end = std::min(offset + static_cast<std::int64_t>(wanted), source_.available_bytes());
    if (offset < begin_ || needed_end > end || offset > end) {
        buffer_.resize(capacity_);
        begin_ = offset;
        const auto got = source_.read_at(offset, buffer_);
        if (!got) {
            buffer_.clear();
            return got.error();
        }
        buffer_.resize(*got);
    }
    return std::string_view(buffer_).substr(static_cast<std::size_t>(offset - begin_));
}

}  // namespace mooring::media
