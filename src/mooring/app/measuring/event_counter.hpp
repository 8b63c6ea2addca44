#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "mooring/analytics/listening/impression_ledger.hpp"
#include "mooring/analytics/listening/playback_ledger.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/storage/plays/play_store.hpp"
#include "mooring/storage/spool/event_spool.hpp"

namespace mooring::app::measuring {

/// Reads accepted reports of players off their spool and puts what they come to down as sessions, impressions and
/// follows (measurement.md, 4.4 and 4.5). Exactly once, as `HitCounter`. Not safe from several threads.
class EventCounter {
public:
    struct Ports {
        storage::EventSpool& spool;
        storage::PlayStore& plays;
        /// Told of every playback id that has an accepted event, and of its day: its requests are our own player's.
        std::function<void(const std::string& playback_id, std::chrono::sys_days day)> note_playback;
        MetricRegistry& metrics;
    };

    explicit EventCounter(Ports ports);

    /// Count up to `limit` events that are on disk. How many were; 0 when the spool has no more.
    /// Errors: unavailable, no_space, corrupt (a state that cannot be read).
    Result<std::size_t> count_some(std::size_t limit);

    /// Where in the spool the facts are.
    storage::SpoolPosition position() const { return place_; }
    /// Forget what is of days before `day`.
    void forget_before(std::chrono::sys_days day);

private:
    Result<void> begin();
    Result<void> ensure_day(std::chrono::sys_days day);
    void take(const analytics::ListenerEvent& event, storage::PlayBatch& batch);
    Result<void> put_down();

    Ports ports_;
    analytics::PlaybackLedger playbacks_;
    analytics::ImpressionLedger impressions_;
    std::set<std::chrono::sys_days> loaded_days_;
    storage::SpoolPosition place_;
    bool has_begun_ = false;
    std::optional<storage::PlayBatch> waiting_;
    std::size_t waiting_events_ = 0;
    Counter& counted_;
};

}  // namespace mooring::app::measuring
