#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::media {

/// Bytes that a probe reads where it likes: a file, memory, or only the first part of something longer.
/// Blocking; one thread at a time.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// The size of the whole; `nullopt` when nobody said.
    virtual std::optional<std::int64_t> total_bytes() const = 0;

    /// How many bytes from the start can be read: the total, unless only a head is at hand.
    virtual std::int64_t available_bytes() const = 0;

    /// Fill `into` from `offset`; shorter only at the end of what is available, 0 beyond it.
    /// Errors: invalid_argument (a negative offset), unavailable (the read failed).
    virtual Result<std::size_t> read_at(std::int64_t offset, std::span<char> into) = 0;

    /// True when all of it can be read.
    bool is_complete() const { return total_bytes() == available_bytes(); }
};

/// A file on disk, read with `pread`; only as much memory as the caller brings.
class FileSource final : public ByteSource {
public:
    /// Errors: not_found, unavailable, invalid_argument (not a regular file).
    static Result<FileSource> open(const std::string& path);

    FileSource(FileSource&& other) noexcept;
    FileSource& operator=(FileSource&& other) noexcept;
    ~FileSource() override;

    std::optional<std::int64_t> total_bytes() const override { return size_bytes_; }
    std::int64_t available_bytes() const override { return size_bytes_; }
    Result<std::size_t> read_at(std::int64_t offset, std::span<char> into) override;

private:
    FileSource(int descriptor, std::int64_t size_bytes) : descriptor_(descriptor), size_bytes_(size_bytes) {}

    int descriptor_ = -1;  ///< owned; -1 after a move
    std::int64_t size_bytes_ = 0;
};

/// Bytes in memory, which the caller keeps alive.
class MemorySource final : public ByteSource {
public:
    /// All there is.
    explicit MemorySource(std::string_view bytes) : MemorySource(bytes, static_cast<std::int64_t>(bytes.size())) {}
    /// The head of something of `total_bytes` (`nullopt`: unknown). A total below the head's size is the head's.
    MemorySource(std::string_view bytes, std::optional<std::int64_t> total_bytes);

    std::optional<std::int64_t> total_bytes() const override { return total_bytes_; }
    std::int64_t available_bytes() const override { return static_cast<std::int64_t>(bytes_.size()); }
    Result<std::size_t> read_at(std::int64_t offset, std::span<char> into) override;

private:
    std::string_view bytes_;
    std::optional<std::int64_t> total_bytes_;
};

/// At most `length` bytes of `source` at `offset`; shorter only at the end.
Result<std::string> read_string(ByteSource& source, std::int64_t offset, std::size_t length);

/// A moving window over a source, for parsers that walk forward and look a little ahead. Holds one buffer.
class Window {
public:
    /// `capacity` is what one read takes; a look at more than that is a bug.
    Window(ByteSource& source, std::size_t capacity) : source_(source), capacity_(capacity) {}

    /// The bytes at `offset`: at least `wanted` of them unless what is available ends first, and as many
    /// more as lie in the buffer. Valid until the next call.
    Result<std::string_view> at(std::int64_t offset, std::size_t wanted);

private:
    ByteSource& source_;
    std::size_t capacity_;
    std::string buffer_;
    std::int64_t begin_ = 0;  ///< where the buffer lies in the source
};

}  // namespace mooring::media
