#include "mooring/api/graphql/serving/remembered_documents.hpp"

namespace mooring::api::graphql::serving {

PreparedDocument RememberedDocuments::find(const std::string& hash) {
    const std::lock_guard lock(mutex_);
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->document;
}

void RememberedDocuments::put(const std::string& hash, PreparedDocument document) {
    const std::lock_guard lock(mutex_);
    if (by_hash_.contains(hash)) return;
    const std::size_t bytes = document->size_bytes();
    order_.push_front({hash, std::move(document), bytes});
    by_hash_[hash] = order_.begin();
    bytes_ += bytes;
    while (order_.size() > most_ || (bytes_ > most_bytes_ && order_.size() > 1)) {
        bytes_ -= order_.back().bytes;
        by_hash_.erase(order_.back().hash);
        order_.pop_back();
    }
}

}  // namespace mooring::api::graphql::serving
