#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "mooring/graphql/language/list.hpp"

namespace mooring::graphql {

/// Memory that grows in blocks and is given back all at once. What is put there is never destroyed one by one, so it
/// may own nothing. Not safe from several threads while something is added.
class Arena {
public:
    Arena() = default;
    explicit Arena(std::size_t first_block) : next_block_(first_block) {}
    Arena(Arena&&) noexcept = default;
    Arena& operator=(Arena&&) noexcept = default;

    void* allocate(std::size_t size, std::size_t alignment) {
        const std::size_t start = (used_ + alignment - 1) & ~(alignment - 1);
        if (start + size > capacity_) return allocate_slowly(size);
        used_ = start + size;
        return block_ + start;
    }

    template <class T, class... Arguments>
    T* make(Arguments&&... arguments) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena destroys nothing");
        return new (allocate(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
    }

    /// `size` elements with their default values.
    template <class T>
    T* make_array(std::size_t size) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena destroys nothing");
        return new (allocate(sizeof(T) * size, alignof(T))) T[size]{};
    }

    std::string_view copy(std::string_view text) {
        if (text.empty()) return {};
        char* const bytes = static_cast<char*>(allocate(text.size(), 1));
        std::memcpy(bytes, text.data(), text.size());
        return {bytes, text.size()};
    }

    template <class T>
    List<T> copy(const T* items, std::size_t size) {
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>, "an arena owns nothing");
        if (size == 0) return {};
        const std::span<const T> source{items, size};
        T* const target = static_cast<T*>(allocate(source.size_bytes(), alignof(T)));
        std::memcpy(static_cast<void*>(target), items, source.size_bytes());
        return {target, size};
    }

    template <class T>
    List<T> copy(const std::vector<T>& items) {
        return copy(items.data(), items.size());
    }

    /// What was taken from the heap.
    std::size_t size_bytes() const { return total_; }

private:
    void* allocate_slowly(std::size_t size);

    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* block_ = nullptr;
    std::size_t used_ = 0;
    std::size_t capacity_ = 0;
    std::size_t next_block_ = 4096;
    std::size_t total_ = 0;
};

}  // namespace mooring::graphql
