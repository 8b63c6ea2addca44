#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "mooring/base/result.hpp"
#include "mooring/storage/files/file_operations.hpp"
#include "mooring/storage/spool/segment_reader.hpp"
#include "mooring/storage/spool/segment_writer.hpp"
#include "mooring/storage/spool/spool_position.hpp"

namespace mooring::storage::spool {

struct SegmentLogOptions {
    /// What the records are, for the log.
    std::string name;
    /// Holds the segment files and nothing else; made, for its owner only, when missing. One process at a time.
    std::string directory;
    std::uint64_t segment_bytes = 64ULL * 1024 * 1024;
    /// How long a record may wait for others before the disk is asked to flush.
    std::chrono::milliseconds flush_every{250};
    /// Records that may wait for the disk. With half of them waiting a flush comes early.
    std::size_t queue_limit = 65536;
    /// Memory these may take.
    std::uint64_t queue_bytes_limit = 64ULL * 1024 * 1024;
    /// All segments together. A full spool sheds new records; old ones are removed by `release` only.
    std::uint64_t max_total_bytes = 16ULL * 1024 * 1024 * 1024;
    /// Null: the system's. Must outlive the spool.
    files::FileOperations* files = nullptr;
};

/// Records in segment files, written by a thread of its own (segment_format.hpp describes the files).
///
/// While the disk refuses, records wait in the queue, the write is tried again every `flush_every`, and what does not
/// fit any more is shed. Readers see what was flushed, also while it is being written. Safe from several threads.
class SegmentLog {
public:
    explicit SegmentLog(const SegmentLogOptions& options);
    /// Tries once more to write what waits.
    ~SegmentLog();

    /// Queue what `encode` appends to a text, one record. False when there is no room for it, or it is longer than
    /// records are: then it is shed, and counted. `encode` is called outside of any lock.
    bool append(const std::function<void(std::string&)>& encode);
    /// Wait until all that was appended before the call is on disk. Errors: no_space, unavailable.
    Result<void> settle();
    /// Visit records from `from` in order. Returns the place after the last one visited.
    Result<SpoolPosition> read(SpoolPosition from, const std::function<Visited(std::string_view)>& visit);
    std::uint64_t shed() const { return shed_.load(std::memory_order_relaxed); }

    /// Remove the segments that lie wholly before `before`: their records were counted, or are too old to keep.
    /// The segment being written stays. Errors: unavailable.
    Result<void> release(SpoolPosition before);

    /// Records that went to disk since the log was opened.
    std::uint64_t recorded() const;
    /// Records that are not on disk yet.
    std::size_t queued() const;
    /// Size of all segments.
    std::uint64_t stored_bytes() const;

private:
    friend Result<std::unique_ptr<SegmentLog>> open_segment_log(const SegmentLogOptions& options);

    Result<void> take_directory();
    Result<void> load();
    void run();
    void mark_durable(std::uint64_t segment, std::uint64_t size_bytes, std::size_t records);
    bool shed_one();
    std::string path_of(std::uint64_t segment) const;

    const SegmentLogOptions options_;
    files::FileOperations& files_;
    const std::size_t chunk_bytes_;
    files::Descriptor directory_;  // locked as long as it is open
    std::atomic<std::uint64_t> shed_{0};

    mutable std::mutex mutex_;
    std::condition_variable wake_;     // the writer waits on it
    std::condition_variable settled_;  // callers of settle() wait on it
    std::deque<Chunk> queue_;
    std::uint64_t appended_ = 0;         // records ever taken
    std::uint64_t durable_ = 0;          // of these, on disk
    std::uint64_t unflushed_bytes_ = 0;  // of the others
    std::uint64_t stored_bytes_ = 0;
    std::map<std::uint64_t, std::uint64_t> segments_;  // number -> bytes that are durable
    std::uint64_t next_segment_ = 1;
    bool stopping_ = false;
    bool settle_wanted_ = false;
    bool failing_ = false;
    std::uint64_t attempts_ = 0;        // writes begun
    std::uint64_t failed_attempt_ = 0;  // the last of them that failed
    Error failure_;

    std::thread writer_;
};

/// Open the spool in a directory and start its writer. A new segment is begun, whatever the last one's tail looks like.
/// Errors: no_space, unavailable (another process has it open).
Result<std::unique_ptr<SegmentLog>> open_segment_log(const SegmentLogOptions& options);

}  // namespace mooring::storage::spool
