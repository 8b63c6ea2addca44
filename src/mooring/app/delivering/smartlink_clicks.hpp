#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "mooring/base/clock.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// Counts clicks on smart links in memory until they are stored, so that who follows a link never waits for a writer.
/// What was not stored when the process dies is lost. Safe from several threads.
class SmartlinkClicks {
public:
    explicit SmartlinkClicks(MetricRegistry& metrics);

    /// Somebody followed a link that exists.
    void note(std::string_view code, Instant at);
    /// Put down what was noted since; what cannot be put down is kept for the next time. Errors: those of the catalog.
    Result<void> store(storage::Catalog& catalog);

private:
    static constexpr std::size_t most_waiting = 100'000;  ///< links and days; further ones are shed
    using Key = std::pair<std::string, std::chrono::sys_days>;

    void add(const Key& key, std::int64_t clicks);

    std::mutex mutex_;
    std::map<Key, std::int64_t> waiting_;
    Counter& shed_;
};

}  // namespace mooring::app::delivering
