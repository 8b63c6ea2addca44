#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/analytics/counting/download_group.hpp"
#include "mooring/analytics/play_changes.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// What an operator may choose about counting downloads (measurement.md, appendix A).
struct CountingRules {
    DownloadWindow window = DownloadWindow::calendar;
    std::size_t volume_limit = 200;  ///< downloads of one address in one UTC day (6.5)
};

/// Names a group of requests.
struct GroupKey {
    HitKey net_key{};
    std::int64_t episode = 0;
    std::chrono::sys_days day{};  ///< the UTC day; the epoch for windows that move
    auto operator<=>(const GroupKey&) const = default;
};

/// Turns candidate hits into downloads: groups them, decides which groups are downloads, and says what changed. What
/// it says after any sequence of calls depends on the set of hits and playbacks alone, not on their order, repetition
/// or batching (measurement.md, 6.3 to 6.5 and section 12). Not safe from several threads.
class DownloadLedger {
public:
    explicit DownloadLedger(const CountingRules& rules) : rules_(rules) {}

    /// Take a hit judged a candidate. `media` is what is known of its revision.
    void add(const RawHit& hit, const MediaRegion& media, PlayContext context);
    /// An event of this playback was accepted: its requests are our own player's (6.1, rule 10).
    void accept_playback(const std::string& playback_id, std::chrono::sys_days day);

    /// Begin a show's downloads of a day (of all days, with windows that move) anew: its groups lose their hits, and
    /// those that are added again before the next `take_changes` make the difference to what was published.
    void begin_anew(domain::ShowId show, std::chrono::sys_days day);

    /// The shows of the groups in memory.
    std::set<domain::ShowId> shows() const;

    /// Move what changed since the last call onto `changes`, facts as well as the groups' states.
    void take_changes(PlayChanges& changes);
    /// Whether `take_changes` would give anything.
    bool has_changes() const { return !dirty_.empty(); }

    /// What became of a candidate hit, by the present state.
    Disposition disposition_of(const RawHit& hit) const;

    /// Take back a state that `take_changes` gave out, after a restart. Errors: corrupt.
    Result<void> restore(std::string_view key, std::string_view bytes);
    /// Forget groups and playbacks of days before `day`. What was published stays published.
    void forget_before(std::chrono::sys_days day);
    /// Forget groups of the days that are not in `days`; those of windows that move stay.
    void forget_all_but(const std::set<std::chrono::sys_days>& days);
    /// Whether groups of this day are in memory.
    bool holds(std::chrono::sys_days day) const { return days_.contains(day); }

    std::size_t open_groups() const { return entries_.size(); }

private:
    struct Entry {
        DownloadGroup group;
        domain::ShowId show;
        HitKey ip_key{};
        bool is_safe = false;          ///< its address was on the safe list: the volume rule does not apply
        bool is_anew = false;          ///< what was published may hold other things than what comes now
        std::vector<Instant> weighed;  ///< windows that count for the volume rule
        std::vector<std::pair<PlayName, HitId>> published;
    };
    using Volume = std::map<std::pair<std::chrono::sys_days, HitKey>, std::set<std::pair<GroupKey, Instant>>>;

    GroupKey key_of(const RawHit& hit) const;
    void weigh(const GroupKey& key, Entry& entry);
    void set_weight(const GroupKey& key, const HitKey& ip_key, Instant begin, bool counts);
    void publish(const GroupKey& key, Entry& entry, PlayChanges& changes);
    void unname_forgotten();
    bool is_over_volume(const Entry& entry, Instant begin) const;
    void index(const GroupKey& key, const Candidate& candidate);

    const CountingRules rules_;
    std::map<GroupKey, Entry> entries_;
    std::set<std::chrono::sys_days> days_;
    std::set<GroupKey> dirty_;
    std::set<std::string, std::less<>> own_playbacks_;
    std::map<std::chrono::sys_days, std::vector<std::string>> playbacks_of_day_;
    std::unordered_map<std::string, std::set<GroupKey>> groups_of_playback_;
    Volume downloads_of_address_;
};

}  // namespace mooring::analytics
