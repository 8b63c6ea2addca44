#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "mooring/api/graphql/serving/persisted_operations.hpp"

namespace mooring::api::graphql::serving {

/// Documents that came with their hash, to be found by it alone (creators-graphql.md, 1.2): at most so many, and of so
/// many bytes in all; those not asked for longest go first. Safe from any thread.
class RememberedDocuments {
public:
    explicit RememberedDocuments(std::size_t most = 1000, std::size_t most_bytes = std::size_t{32} << 20U)
        : most_(most), most_bytes_(most_bytes) {}

    /// Null: not remembered.
    PreparedDocument find(const std::string& hash);
    void put(const std::string& hash, PreparedDocument document);

private:
    struct Entry {
        std::string hash;
        PreparedDocument document;
        std::size_t bytes;
    };
    using Order = std::list<Entry>;

    const std::size_t most_, most_bytes_;
    std::mutex mutex_;
    Order order_;  // the last one asked for first
    std::unordered_map<std::string, Order::iterator> by_hash_;
    std::size_t bytes_ = 0;
};

}  // namespace mooring::api::graphql::serving
