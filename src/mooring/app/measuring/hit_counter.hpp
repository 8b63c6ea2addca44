#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "mooring/analytics/agents/agent_rules.hpp"
#include "mooring/analytics/counting/download_ledger.hpp"
#include "mooring/app/measuring/known_regions.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/storage/plays/play_store.hpp"
#include "mooring/storage/spool/hit_spool.hpp"

namespace mooring::app::measuring {

/// Reads raw hits off the spool, judges them, and puts what they come to down as plays (measurement.md, section 2).
///
/// The place in the spool goes down with the facts, in one transaction: after any end of the process counting goes on
/// where the facts are, and nothing is lost or counted twice. A batch that could not be put down is kept and tried
/// again as it is. Not safe from several threads.
class HitCounter {
public:
    struct Ports {
        storage::HitSpool& spool;
        storage::PlayStore& plays;
        MediaRegions& media;
        const analytics::AgentRules& rules;
        MetricRegistry& metrics;
    };

    HitCounter(const Ports& ports, const analytics::CountingRules& rules);

    /// Count up to `limit` records that are on disk. How many were; 0 when the spool has no more.
    /// Errors: unavailable, no_space, corrupt (a state that cannot be read).
    Result<std::size_t> count_some(std::size_t limit);
    /// Count all that is on disk.
    Result<void> count_all();

    /// An event of this playback was accepted: its requests are our own player's (measurement.md, 6.1, rule 10).
    void note_playback(const std::string& playback_id, std::chrono::sys_days day) {
        ledger_.accept_playback(playback_id, day);
    }

    /// Where in the spool the facts are; everything before it was counted.
    storage::SpoolPosition position() const { return place_; }

    /// Forget groups of days before `day`: what is older does not change any more.
    void forget_before(std::chrono::sys_days day);

private:
    Result<void> begin();
    Result<void> ensure_day(std::chrono::sys_days day);
    Result<void> take(const analytics::RawHit& hit, storage::PlayBatch& batch);
    const analytics::Agent& agent_of(const analytics::RawHit& hit);
    Result<void> put_down();

    Ports ports_;
    const analytics::CountingRules rules_;
    analytics::DownloadLedger ledger_;
    KnownRegions regions_;
    std::set<std::chrono::sys_days> loaded_days_;
    std::unordered_map<std::string, analytics::Agent> agents_;
    storage::SpoolPosition place_;
    bool has_begun_ = false;
    std::optional<storage::PlayBatch> waiting_;
    Counter& counted_;
    std::map<analytics::Disposition, Counter*> verdicts_;
};

}  // namespace mooring::app::measuring
