#pragma once

#include <cstddef>

namespace mooring::graphql {

/// A run of elements in an arena. Unlike `std::span` it may be a member of its own element type.
template <class T>
class List {
public:
    constexpr List() = default;
    constexpr List(const T* items, std::size_t size) : items_(items), size_(size) {}

    constexpr const T* begin() const { return items_; }
    constexpr const T* end() const { return items_ + size_; }
    constexpr std::size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr const T& operator[](std::size_t index) const { return items_[index]; }

private:
    const T* items_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace mooring::graphql
