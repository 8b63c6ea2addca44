#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// Longest record of a log, in bytes.
inline constexpr std::size_t longest_record = 64 * 1024;

enum class RecordShape {
    lines,   ///< one a line
    objects  ///< innermost JSON objects, wherever they stand: in an array, one a line, below `rows`
};

enum class RecordKind {
    record,
    unfinished,  ///< the last one, without an end: it may still be being written
    too_long,    ///< passed over
    end
};

struct Record {
    RecordKind kind = RecordKind::end;
    std::string_view text;  ///< until the next call; the front of one that is too long
};

/// Cuts bytes into records. Memory does not grow with the file, nor with a line.
class RecordReader {
public:
    /// Fill a buffer, and say how far; 0 at the end.
    using ReadBytes = std::function<Result<std::size_t>(char*, std::size_t)>;

    RecordReader(RecordShape shape, ReadBytes read);

    /// Errors: those of reading.
    Result<Record> next();

private:
    Result<bool> fill();
    Result<Record> next_line();
    Result<Record> next_object();
    Record rest();

    const RecordShape shape_;
    const ReadBytes read_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool at_end_ = false;
    std::string object_;
};

}  // namespace mooring::analytics
