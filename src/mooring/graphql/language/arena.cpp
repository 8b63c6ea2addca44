#include "mooring/graphql/language/arena.hpp"

#include <algorithm>

namespace mooring::graphql {

void* Arena::allocate_slowly(std::size_t size) {
    const bool is_large = size > next_block_ / 2;  // a block of its own; the present one goes on being filled
    const std::size_t taken = is_large ? size : next_block_;
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(taken));
    total_ += taken;
    if (is_large) return blocks_.back().get();
    block_ = blocks_.back().get();
    used_ = size;
    capacity_ = taken;
    next_block_ = std::min<std::size_t>(next_block_ * 2, 256 * 1024);
    return block_;
}

}  // namespace mooring::graphql
