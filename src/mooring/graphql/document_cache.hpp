#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "mooring/graphql/prepared_document.hpp"

namespace mooring::graphql {

/// Remembers prepared documents by their text, up to a number of bytes, plans included; those not asked for longest go
/// first. Safe from any thread.
class DocumentCache {
public:
    explicit DocumentCache(std::size_t capacity_bytes) : capacity_(capacity_bytes) {}

    /// The document of that text, or null.
    std::shared_ptr<const PreparedDocument> find(std::string_view text);
    void put(std::shared_ptr<const PreparedDocument> document);
    /// Take account of what a document has grown by.
    void weigh_again(const PreparedDocument& document);
    std::size_t size_bytes() const;

private:
    struct Entry {
        std::shared_ptr<const PreparedDocument> document;
        std::size_t bytes;
    };
    using Order = std::list<Entry>;

    void drop_oldest();

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    Order order_;  ///< the last one asked for first
    std::unordered_map<std::string_view, Order::iterator> by_text_;
    std::size_t bytes_ = 0;
};

}  // namespace mooring::graphql
