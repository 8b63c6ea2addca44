#include "mooring/graphql/document_cache.hpp"

namespace mooring::graphql {

namespace {

constexpr std::size_t bytes_of_entry = 512;  // besides the document: the containers, and small plans

}  // namespace

std::shared_ptr<const PreparedDocument> DocumentCache::find(std::string_view text) {
    const std::lock_guard lock(mutex_);
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return *found->second;
}

void DocumentCache::put(std::shared_ptr<const PreparedDocument> document) {
    const std::size_t size = document->size_bytes() + bytes_of_entry;
    if (size > capacity_ / 4) return;
    const std::lock_guard lock(mutex_);
    if (by_text_.contains(document->text())) return;
    bytes_ += size;
    order_.push_front(std::move(document));
    by_text_.emplace(order_.front()->text(), order_.begin());
    while (bytes_ > capacity_) {
        const auto& oldest = order_.back();
        bytes_ -= oldest->size_bytes() + bytes_of_entry;
        by_text_.erase(oldest->text());
        order_.pop_back();
    }
}

std::size_t DocumentCache::size_bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace mooring::graphql
