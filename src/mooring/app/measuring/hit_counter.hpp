#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mooring/analytics/agents/agent_rules.hpp"
#include "mooring/analytics/counting/download_ledger.hpp"
#include "mooring/app/measuring/day_sources.hpp"
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

    /// Count hits of an imported log, which are put down together with `states`. What is put down twice changes
    /// nothing. Days that nobody chose and that have no downloads of our own become the import's, days from `today` on
    /// excepted. Returns how many count, being on days of the import's. Errors: unavailable, no_space, corrupt.
    Result<std::size_t> count_imported(std::span<const storage::CountedHit> hits,
                                       std::vector<analytics::CountingState> states, std::chrono::sys_days today);
    /// Judge a hit as it is judged when it is counted.
    storage::CountedHit judged(analytics::RawHit hit);

    /// Let the hits of an import make a show's downloads of these days; those of our own server without a name. The
    /// days are counted anew from the hits on record, one after the other. Errors: unavailable, no_space, corrupt.
    Result<void> choose_source(domain::ShowId show, analytics::DayRange days, const std::string& import_name);
    /// Count these days anew, by today's rules, from the hits on record; of one show or all.
    /// Errors: unavailable, no_space, corrupt.
    Result<void> recount(analytics::DayRange days, std::optional<domain::ShowId> show);
    /// Whose hits make which days. Errors: unavailable, corrupt.
    Result<std::vector<DaySources::Stretch>> day_sources();

    /// An event of this playback was accepted: its requests are our own player's (measurement.md, 6.1, rule 10).
    void note_playback(const std::string& playback_id, std::chrono::sys_days day) {
        noted_.emplace_back(playback_id, day);
    }

    /// Where in the spool the facts are; everything before it was counted.
    storage::SpoolPosition position() const { return place_; }

    /// Forget groups of days before `day`: what is older does not change any more.
    void forget_before(std::chrono::sys_days day);

private:
    Result<void> begin();
    Result<void> accept_noted();
    Result<void> ensure_day(std::chrono::sys_days day);
    Result<void> take(const analytics::RawHit& hit, storage::PlayBatch& batch);
    Result<void> group(const storage::CountedHit& counted);
    Result<void> claim_days(std::span<const storage::CountedHit> hits, std::chrono::sys_days today);
    Result<void> recount_day(std::chrono::sys_days day, analytics::DayRange hits, std::optional<domain::ShowId> show);
    Result<void> put_down(storage::PlayBatch batch);
    const analytics::Agent& agent_of(const analytics::RawHit& hit);
    Result<void> put_down();

    Ports ports_;
    const analytics::CountingRules rules_;
    analytics::DownloadLedger ledger_;
    KnownRegions regions_;
    DaySources sources_;
    std::set<std::pair<std::int64_t, std::chrono::sys_days>> own_days_;  // seen to have downloads of our own
    std::set<std::chrono::sys_days> loaded_days_;
    std::unordered_map<std::string, analytics::Agent> agents_;
    storage::SpoolPosition place_;
    bool has_begun_ = false;
    std::optional<storage::PlayBatch> waiting_;
    std::vector<std::pair<std::string, std::chrono::sys_days>> noted_;  ///< playbacks the ledger was not told of yet
    Counter& counted_;
    std::map<analytics::Disposition, Counter*> verdicts_;
};

}  // namespace mooring::app::measuring
