#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"
#include "mooring/storage/files/file_operations.hpp"

namespace mooring::storage::spool {

/// Sealed frames on their way to disk.
struct Chunk {
    std::string bytes;
    std::size_t records = 0;
};

/// Writes chunks into segment files and flushes them. Used by one thread.
class SegmentWriter {
public:
    /// What became durable: `records` more records, and segment `segment` now holds `size_bytes` of them.
    using OnDurable = std::function<void(std::uint64_t segment, std::uint64_t size_bytes, std::size_t records)>;

    /// `first_segment` is the number of the first segment to make; it is made with the first chunk.
    SegmentWriter(files::FileOperations& operations, std::string directory, std::uint64_t segment_bytes,
                  std::uint64_t first_segment, OnDurable on_durable);

    /// Write and flush `chunks` in order, taking each off the front once it is durable. A chunk begins a new segment
    /// when it would make the current one longer than `segment_bytes`. After an error the chunks left are not
    /// on disk, may be given again, and go into a new segment. Errors: no_space, unavailable.
    Result<void> write(std::deque<Chunk>& chunks);

private:
    Result<void> write_chunks(std::deque<Chunk>& chunks);
    Result<void> begin_segment();
    Result<void> flush(std::deque<Chunk>& chunks, std::size_t count);
    void abandon();

    files::FileOperations& files_;
    const std::string directory_;
    const std::uint64_t segment_bytes_;
    const OnDurable on_durable_;
    std::uint64_t next_segment_;

    std::uint64_t segment_ = 0;
    std::string path_;
    files::Descriptor file_;
    std::uint64_t written_bytes_ = 0;
    std::uint64_t durable_bytes_ = 0;  // 0 until the first flush of the segment
};

}  // namespace mooring::storage::spool
