#include "mooring/graphql/document_cache.hpp"

namespace mooring::graphql {

namespace {

constexpr std::size_t bytes_of_entry = 512;  // what the containers take for each

}  // namespace

std::shared_ptr<const PreparedDocument> DocumentCache::find(std::string_view text) {
    const std::lock_guard lock(mutex_);
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->document;
}

void DocumentCache::put(std::shared_ptr<const PreparedDocument> document) {
    const std::size_t size = document->size_bytes() + bytes_of_entry;
    if (size > capacity_ / 4) return;
    const std::lock_guard lock(mutex_);
    if (by_text_.contains(document->text())) return;
    bytes_ += size;
    order_.push_front({std::move(document), size});
    by_text_.emplace(order_.front().document->text(), order_.begin());
    drop_oldest();
}

void DocumentCache::weigh_again(const PreparedDocument& document) {
    const std::lock_guard lock(mutex_);
    const auto found = by_text_.find(document.text());
    if (found == by_text_.end() || found->second->document.get() != &document) return;
    Entry& entry = *found->second;
    bytes_ -= entry.bytes;
    entry.bytes = document.size_bytes() + bytes_of_entry;
    bytes_ += entry.bytes;
    drop_oldest();
}

void DocumentCache::drop_oldest() {
    while (bytes_ > capacity_ && !order_.empty()) {
        bytes_ -= order_.back().bytes;
        by_text_.erase(order_.back().document->text());
        order_.pop_back();
    }
}

std::size_t DocumentCache::size_bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace mooring::graphql
