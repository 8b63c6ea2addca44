#include "mooring/storage/spool/segment_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "mooring/base/log.hpp"
#include "mooring/storage/files/file_operations.hpp"
#include "mooring/storage/spool/hit_codec.hpp"
#include "mooring/storage/spool/segment_format.hpp"

namespace mooring::storage::spool {

namespace {

constexpr std::size_t block_bytes = 256 * 1024;

/// The bytes of a file from some offset on, at least one whole frame of them at a time.
class Window {
public:
    Window(int file, std::uint64_t offset, std::uint64_t limit) : file_(file), offset_(offset), limit_(limit) {}

    std::uint64_t offset() const { return offset_; }
    std::string_view bytes() const { return std::string_view{buffer_}.substr(begin_); }

    void advance(std::size_t count) {
        begin_ += count;
        offset_ += count;
    }

    /// Have the longest possible frame at hand, or all there is.
    Result<void> fill() {
        constexpr std::size_t wanted = frame_head_bytes + max_payload_bytes;
        if (at_end_ || bytes().size() >= wanted) {
            return ok();
        }
        buffer_.erase(0, begin_);
        begin_ = 0;
        while (!at_end_ && buffer_.size() < wanted) {
            const std::uint64_t place = offset_ + buffer_.size();
            const std::size_t had = buffer_.size();
            const auto most =
                static_cast<std::size_t>(std::min<std::uint64_t>(block_bytes, limit_ > place ? limit_ - place : 0));
            buffer_.resize(had + most);
            const ssize_t got = most == 0 ? 0 : ::pread(file_, buffer_.data() + had, most, static_cast<off_t>(place));
            buffer_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            if (got < 0 && errno != EINTR) {
                return files::file_error(errno, "read", "a spool segment");
            }
            at_end_ = got == 0;
        }
        return ok();
    }

private:
    int file_;
    std::uint64_t offset_;
    std::uint64_t limit_;
    std::string buffer_;
    std::size_t begin_ = 0;
    bool at_end_ = false;
};

}  // namespace

Result<SegmentRead> read_segment(const std::string& path, std::uint64_t number, std::uint64_t offset,
                                 std::uint64_t limit, const std::function<Visited(std::string_view)>& visit) {
    SegmentRead place{.offset = std::max<std::uint64_t>(offset, segment_header_bytes)};
    const files::Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        if (errno == ENOENT) {
            return Error{Errc::not_found, "no such spool segment"};
        }
        return files::file_error(errno, "open", path);
    }
    struct stat state {};
    if (::fstat(file.get(), &state) != 0) {
        return files::file_error(errno, "look at", path);
    }
    limit = std::min(limit, static_cast<std::uint64_t>(state.st_size));
    Window head{file.get(), 0, std::min<std::uint64_t>(limit, segment_header_bytes)};
    MOORING_CHECK(head.fill());
    switch (check_segment_header(head.bytes(), number)) {
        case HeaderCheck::good: break;
        case HeaderCheck::damaged: return place;
        case HeaderCheck::unknown_version: return Error{Errc::unsupported, "spool segment of a later version: " + path};
    }

    Window window{file.get(), place.offset, limit};
    std::uint64_t skipped = 0;
    for (;;) {
        MOORING_CHECK(window.fill());
        if (window.bytes().empty()) {
            return place;
        }
        const auto payload = frame_at(window.bytes());
        if (!payload) {
            ++skipped;
            window.advance(1);
            continue;
        }
        if (skipped != 0) {
            log::warning("passed over damaged bytes in a spool", {{"segment", number}, {"bytes", skipped}});
            skipped = 0;
        }
        const Visited visited = visit(*payload);
        window.advance(frame_head_bytes + payload->size());
        if (visited == Visited::unknown_shape) {
            log::warning("passed over a record of unknown shape", {{"segment", number}});
            continue;
        }
        place.offset = window.offset();
        if (visited == Visited::stop) {
            place.stopped = true;
            return place;
        }
    }
}

Result<SegmentRead> read_hits(const std::string& path, std::uint64_t number, std::uint64_t offset, std::uint64_t limit,
                              const std::function<bool(const analytics::RawHit&)>& visit) {
    return read_segment(path, number, offset, limit, [&](std::string_view payload) {
        const auto hit = decode_hit(payload);
        if (!hit) return Visited::unknown_shape;
        return visit(*hit) ? Visited::go_on : Visited::stop;
    });
}

}  // namespace mooring::storage::spool
