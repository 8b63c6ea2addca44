#include "mooring/storage/blobs/local/incoming_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "mooring/base/encoding.hpp"

namespace mooring::storage::local {

namespace {

constexpr std::int64_t flush_step = 8 << 20;

/// `stored_at` of a blob is its modification time; set it from our clock, which tests can move.
Result<void> stamp(int descriptor, Instant now, std::string_view path) {
    const std::int64_t micros = unix_micros(now);
    const std::int64_t seconds = unix_seconds(now);
    const timespec time{.tv_sec = seconds, .tv_nsec = (micros - seconds * 1'000'000) * 1'000};
    const timespec both[2] = {time, time};
    if (::futimens(descriptor, both) != 0) {
        return files::file_error(errno, "set the time of", path);
    }
    return ok();
}

}  // namespace

IncomingFile::IncomingFile(const BlobPaths& paths, const Clock& clock, files::FileOperations& operations,
                           std::string path, files::Descriptor file)
    : paths_(paths), clock_(clock), files_(operations), path_(std::move(path)), file_(std::move(file)) {}

IncomingFile::~IncomingFile() {
    discard();
}

void IncomingFile::discard() {
    if (file_.is_open()) {
        files_.unlink(path_.c_str());  // what cannot be removed now is a leftover, removed at a later start
        file_.close();
    }
}

Result<void> IncomingFile::append(std::string_view bytes) {
    if (!file_.is_open()) {
        return Error{Errc::unavailable, "append to an incoming file that failed or was stored"};
    }
    if (auto written = files::write_all(files_, file_.get(), bytes, path_); !written) {
        discard();
        return written;
    }
    hash_.update(bytes);
    size_bytes_ += static_cast<std::int64_t>(bytes.size());
    if (size_bytes_ - flushing_bytes_ >= flush_step) begin_flush();
    return ok();
}

/// Have the disk begin with what was written, so that little is left for the end. Advice: `commit` tells what worked.
void IncomingFile::begin_flush() {
    static_cast<void>(
        ::sync_file_range(file_.get(), flushing_bytes_, size_bytes_ - flushing_bytes_, SYNC_FILE_RANGE_WRITE));
    flushing_bytes_ = size_bytes_;
}

Result<Blob> IncomingFile::commit() {
    if (!file_.is_open()) {
        return Error{Errc::unavailable, "commit of an incoming file that failed or was stored"};
    }
    auto stored = store();
    if (!stored) {
        discard();  // after the rename this finds nothing: the blob is whole, and merely not known to be durable
    }
    file_.close();
    return stored;
}

Result<Blob> IncomingFile::store() {
    MOORING_CHECK(stamp(file_.get(), clock_.now(), path_));
    if (files_.fsync(file_.get()) != 0) {
        return files::file_error(errno, "flush", path_);
    }
    Blob blob{.sha256 = to_hex(hash_.finish()), .size_bytes = size_bytes_};
    const std::string inner = paths_.inner_folder(blob.sha256);
    const std::string outer = paths_.outer_folder(blob.sha256);
    MOORING_CHECK(files::make_directory(files_, outer));
    MOORING_CHECK(files::make_directory(files_, inner));

    // Renamed even when the name is taken: the bytes are the same, and a file damaged on disk is mended.
    const std::string target = paths_.blob(blob.sha256);
    if (files_.rename(path_.c_str(), target.c_str()) != 0) {
        return files::file_error(errno, "rename into", target);
    }
    // All three levels each time: another thread may have made a folder and not flushed its entry yet.
    MOORING_CHECK(files::sync_directory(files_, inner));
    MOORING_CHECK(files::sync_directory(files_, outer));
    MOORING_CHECK(files::sync_directory(files_, paths_.blobs()));
    return blob;
}

}  // namespace mooring::storage::local
