#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "mooring/analytics/safe_networks.hpp"
#include "mooring/app/measuring/event_counter.hpp"
#include "mooring/app/measuring/hit_counter.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/log_imports.hpp"
#include "mooring/server/ticker.hpp"
#include "mooring/storage/catalog/catalog.hpp"
#include "mooring/storage/plays/play_store.hpp"
#include "mooring/storage/spool/segment_spool.hpp"

namespace mooring::server {

/// Open `DATA/plays.duckdb` as the settings say. Errors: unavailable (another process has it), corrupt, no_space,
/// unsupported.
Result<std::shared_ptr<storage::PlayStore>> open_plays(const Config& config);

/// The rules about User-Agents: the program's own, and files of the same names in `DATA/rules` in their place.
/// Errors: invalid_argument (a file is broken; names it).
Result<analytics::AgentRules> load_agent_rules(const Config& config);

/// The networks to which the rule about volume does not apply: `DATA/rules/safe-networks.json`; none without it.
/// Errors: invalid_argument (the file is broken), unavailable.
Result<analytics::SafeNetworks> load_safe_networks(const Config& config);

analytics::CountingRules counting_rules(const Config& config);

/// Counts what the spool takes, on a thread of its own, and looks after the plays. Whatever is wrong with the plays,
/// delivery goes on: the spool holds the hits, the log says so, and it is tried again. After half a minute in which
/// nothing was recorded or asked they are closed, which halves the memory of an idle server; the next need opens them.
class Measuring {
public:
    struct Ports {
        const Config& config;
        storage::Catalog& catalog;
        storage::spool::SegmentSpool& spool;
        storage::spool::SegmentEventSpool& events;
        const Clock& clock;
        MetricRegistry& metrics;
        ImportWorld imports;
    };

    explicit Measuring(const Ports& ports);
    ~Measuring();

    /// Open the plays, if that can be, and begin to count.
    void start();
    /// Count what is on disk, and close the plays.
    void stop();

    /// Count all that was recorded before the call. Errors: unavailable, no_space, corrupt.
    Result<void> settle();

    /// The plays, for questions; null while they are away. Opens them after a rest, which takes some 20 ms.
    std::shared_ptr<storage::PlayStore> plays();
    /// The rules about User-Agents in use; null while there are none yet.
    std::shared_ptr<const analytics::AgentRules> rules() const;

private:
    void tick();
    Result<void> count();
    Result<void> open();
    Result<void> open_rules();
    Result<void> settle_spools();
    void set_rules(analytics::AgentRules rules);
    void keep_house();
    void watch_rules();
    void answer_requests();
    void advance_import();
    bool is_importing() const { return import_ && !import_->is_over(); }
    Result<boost::json::value> answer(const boost::json::object& ask);
    bool may_rest() const;
    void rest();
    std::uint64_t recorded() const { return ports_.spool.recorded() + ports_.events.recorded(); }
    void note(const Result<void>& done);

    const Ports ports_;
    app::measuring::CatalogMediaRegions regions_;

    std::mutex counting_;  // one at a time: the thread, or who settles
    std::map<std::string, std::filesystem::file_time_type> rule_times_;
    std::unique_ptr<app::measuring::HitCounter> counter_;
    std::unique_ptr<app::measuring::EventCounter> event_counter_;
    std::unique_ptr<LogImportRun> import_;  // goes on with counter_
    std::optional<std::chrono::sys_days> kept_house_on_;
    std::chrono::steady_clock::time_point next_attempt_;
    std::string answered_;  // the last request in the mailbox that was answered
    bool is_failing_ = false;
    std::uint64_t counted_records_ = 0;  // of `recorded`, when all was counted last

    mutable std::mutex plays_mutex_;
    std::shared_ptr<storage::PlayStore> plays_;
    std::chrono::steady_clock::time_point needed_at_;  // the plays, last
    bool is_resting_ = false;                          // closed for want of need, not for trouble
    std::shared_ptr<const analytics::AgentRules> rules_;
    Gauge& available_;
    std::unique_ptr<Ticker> ticker_;  // last: it uses what stands above
};

}  // namespace mooring::server
