#include "mooring/storage/spool/segment_writer.hpp"

#include <fcntl.h>

#include <cerrno>
#include <utility>

#include "mooring/storage/spool/segment_format.hpp"

namespace mooring::storage::spool {

SegmentWriter::SegmentWriter(files::FileOperations& operations, std::string directory, std::uint64_t segment_bytes,
                             std::uint64_t first_segment, OnDurable on_durable)
    : files_(operations),
      directory_(std::move(directory)),
      segment_bytes_(segment_bytes),
      on_durable_(std::move(on_durable)),
      next_segment_(first_segment) {}

Result<void> SegmentWriter::write(std::deque<Chunk>& chunks) {
    auto written = write_chunks(chunks);
    if (!written) {
        abandon();
    }
    return written;
}

Result<void> SegmentWriter::write_chunks(std::deque<Chunk>& chunks) {
    std::size_t unflushed = 0;
    while (unflushed < chunks.size()) {
        const std::string& bytes = chunks[unflushed].bytes;
        if (file_.is_open() && written_bytes_ > segment_header_bytes &&
            written_bytes_ + bytes.size() > segment_bytes_) {
            MOORING_CHECK(flush(chunks, std::exchange(unflushed, 0)));
            file_.close();
            continue;
        }
        if (!file_.is_open()) {
            MOORING_CHECK(begin_segment());
        }
        MOORING_CHECK(files::write_all(files_, file_.get(), bytes, path_));
        written_bytes_ += bytes.size();
        ++unflushed;
    }
    return flush(chunks, unflushed);
}

Result<void> SegmentWriter::begin_segment() {
    segment_ = next_segment_++;  // never given twice, even when making it fails half-way
    path_ = directory_ + "/" + segment_name(segment_);
    written_bytes_ = 0;
    durable_bytes_ = 0;
    file_ = files::Descriptor{files_.open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600)};
    if (!file_.is_open()) {
        return files::file_error(errno, "create", path_);
    }
    const std::string header = segment_header(segment_);
    MOORING_CHECK(files::write_all(files_, file_.get(), header, path_));
    written_bytes_ = header.size();
    return files::sync_directory(files_, directory_);
}

Result<void> SegmentWriter::flush(std::deque<Chunk>& chunks, std::size_t count) {
    if (count == 0) {
        return ok();
    }
    if (files_.fdatasync(file_.get()) != 0) {
        return files::file_error(errno, "flush", path_);
    }
    durable_bytes_ = written_bytes_;
    std::size_t records = 0;
    for (; count > 0; --count) {
        records += chunks.front().records;
        chunks.pop_front();
    }
    on_durable_(segment_, durable_bytes_, records);
    return ok();
}

/// After a failed flush nobody knows what is on disk; so the segment ends where it was last known to be good. What
/// cannot be cut off now would be read again later, and a hit read twice counts once (measurement.md, 2).
void SegmentWriter::abandon() {
    if (!file_.is_open()) {
        return;
    }
    if (durable_bytes_ == 0) {
        files_.unlink(path_.c_str());
    } else {
        files_.truncate(file_.get(), static_cast<off_t>(durable_bytes_));
    }
    file_.close();
}

}  // namespace mooring::storage::spool
