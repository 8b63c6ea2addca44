#include "mooring/app/delivering/smartlink_clicks.hpp"

#include <vector>

namespace mooring::app::delivering {

SmartlinkClicks::SmartlinkClicks(MetricRegistry& metrics)
    : shed_(metrics.counter("mooring_smartlink_clicks_shed_total", "Clicks on smart links that found no room.")) {}

void SmartlinkClicks::note(std::string_view code, Instant at) {
    const std::lock_guard lock{mutex_};
    add({std::string{code}, std::chrono::floor<std::chrono::days>(at)}, 1);
}

Result<void> SmartlinkClicks::store(storage::Catalog& catalog) {
    std::map<Key, std::int64_t> taken;
    {
        const std::lock_guard lock{mutex_};
        taken.swap(waiting_);
    }
    if (taken.empty()) return ok();
    std::vector<storage::SmartlinkClicks> clicks;
    clicks.reserve(taken.size());
    for (const auto& [key, count] : taken) clicks.push_back({key.first, key.second, count});
    auto stored =
        catalog.write([&](storage::CatalogTransaction& tx) { return tx.smartlink_writer().add_clicks(clicks); });
    if (!stored) {
        const std::lock_guard lock{mutex_};
        for (const auto& [key, count] : taken) add(key, count);
    }
    return stored;
}

void SmartlinkClicks::add(const Key& key, std::int64_t clicks) {
    if (waiting_.size() >= most_waiting && !waiting_.contains(key)) {
        shed_.add(static_cast<std::uint64_t>(clicks));
    } else {
        waiting_[key] += clicks;
    }
}

}  // namespace mooring::app::delivering
