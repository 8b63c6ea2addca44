#include "mooring/analytics/logs/record_reader.hpp"

#include <cstring>
#include <utility>

namespace mooring::analytics {

namespace {

constexpr std::size_t buffer_bytes = 8 * longest_record;

}  // namespace

RecordReader::RecordReader(RecordShape shape, ReadBytes read)
    : shape_(shape), read_(std::move(read)), buffer_(buffer_bytes, '\0') {}

/// Read on behind what is left. False at the end, and when there is no room.
Result<bool> RecordReader::fill() {
    if (at_end_) return false;
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == buffer_.size()) return false;
    MOORING_TRY(const std::size_t size, read_(buffer_.data() + end_, buffer_.size() - end_));
    end_ += size;
    at_end_ = size == 0;
    return size > 0;
}

Record RecordReader::rest() {
    const std::string_view text{buffer_.data() + begin_, end_ - begin_};
    begin_ = end_;
    return {text.empty() ? RecordKind::end : RecordKind::unfinished, text.substr(0, longest_record)};
}

Result<Record> RecordReader::next_line() {
    std::size_t searched = 0;
    bool is_too_long = false;
    for (;;) {
        const char* from = buffer_.data() + begin_ + searched;
        const void* found = std::memchr(from, '\n', end_ - begin_ - searched);
        if (found != nullptr) {
            const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - (buffer_.data() + begin_));
            const std::string_view text{buffer_.data() + begin_, length};
            begin_ += length + 1;
            is_too_long = is_too_long || length > longest_record;
            return Record{is_too_long ? RecordKind::too_long : RecordKind::record, text.substr(0, longest_record)};
        }
        searched = end_ - begin_;
        if (searched > longest_record) {
            is_too_long = true;
            begin_ = end_;
            searched = 0;
        }
        MOORING_TRY(const bool has_more, fill());
        if (!has_more && at_end_) {
            if (!is_too_long) return rest();
            begin_ = end_;
            return Record{RecordKind::too_long, {}};
        }
    }
}

Result<Record> RecordReader::next_object() {
    object_.clear();
    bool is_open = false;
    bool is_in_text = false;
    bool is_escaped = false;
    for (;;) {
        for (; begin_ < end_; ++begin_) {
            const char character = buffer_[begin_];
            if (is_in_text) {
                if (is_escaped) {
                    is_escaped = false;
                } else if (character == '\\') {
                    is_escaped = true;
                } else if (character == '"') {
                    is_in_text = false;
                }
            } else if (character == '"') {
                is_in_text = true;
            } else if (character == '{') {
                object_.clear();
                is_open = true;
            } else if (character == '}' && is_open) {
                object_ += character;
                ++begin_;
                const bool fits = object_.size() <= longest_record;
                return Record{fits ? RecordKind::record : RecordKind::too_long, fits ? object_ : std::string_view{}};
            }
            // One byte more than may be says that it is too long, and no more is kept.
            if (is_open && object_.size() <= longest_record) object_ += character;
        }
        MOORING_TRY(const bool has_more, fill());
        if (!has_more && at_end_) {
            return is_open ? Record{RecordKind::unfinished, object_} : Record{RecordKind::end, {}};
        }
    }
}

Result<Record> RecordReader::next() {
    return shape_ == RecordShape::lines ? next_line() : next_object();
}

}  // namespace mooring::analytics
