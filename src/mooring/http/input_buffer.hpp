#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace mooring::http {

/// Small read buffers that the connections of one thread share: an idle connection holds none.
class BlockPool {
public:
    static constexpr std::size_t block_bytes = 4 * 1024;

    std::unique_ptr<char[]> take() {
        if (free_.empty()) {
            return std::make_unique_for_overwrite<char[]>(block_bytes);
        }
        auto block = std::move(free_.back());
        free_.pop_back();
        return block;
    }
    void give(std::unique_ptr<char[]> block) {
        if (free_.size() < most_free) {
            free_.push_back(std::move(block));
        }
    }

private:
    static constexpr std::size_t most_free = 256;
    std::vector<std::unique_ptr<char[]>> free_;
};

/// Bytes that were read and not yet used.
class InputBuffer {
public:
    explicit InputBuffer(BlockPool& pool) : pool_(pool) {}
    ~InputBuffer() { release(); }
    InputBuffer(const InputBuffer&) = delete;
    InputBuffer& operator=(const InputBuffer&) = delete;

    std::string_view unread() const { return {memory_.get() + begin_, end_ - begin_}; }
    bool is_empty() const { return begin_ == end_; }

    void consume(std::size_t bytes) {
        begin_ += bytes;
        if (begin_ == end_) {
            begin_ = 0;
            end_ = 0;
        }
    }

    /// Room for more behind `unread`, in a buffer of at least `capacity`; empty when that is full.
    std::span<char> room(std::size_t capacity) {
        if (memory_ == nullptr && capacity <= BlockPool::block_bytes) {
            memory_ = pool_.take();
            capacity_ = BlockPool::block_bytes;
        } else if (capacity_ < capacity) {
            auto larger = std::make_unique_for_overwrite<char[]>(capacity);
            if (end_ > begin_) {
                std::memcpy(larger.get(), memory_.get() + begin_, end_ - begin_);
            }
            const std::size_t kept = end_ - begin_;
            release();
            memory_ = std::move(larger);
            capacity_ = capacity;
            end_ = kept;
        } else if (end_ == capacity_ && begin_ > 0) {
            std::memmove(memory_.get(), memory_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        return {memory_.get() + end_, capacity_ - end_};
    }
    void added(std::size_t bytes) { end_ += bytes; }
    std::size_t capacity() const { return capacity_; }

    /// Give the memory back. What is unread is lost.
    void release() {
        if (capacity_ == BlockPool::block_bytes) {
            pool_.give(std::move(memory_));
        }
        memory_.reset();
        capacity_ = 0;
        begin_ = 0;
        end_ = 0;
    }

private:
    BlockPool& pool_;
    std::unique_ptr<char[]> memory_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace mooring::http
