#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "mooring/analytics/impression.hpp"
#include "mooring/analytics/listening/listener_event.hpp"
#include "mooring/analytics/play_changes.hpp"

namespace mooring::analytics {

/// Which impressions and opens count: the same actor, show or episode, and surface count again only after 30 minutes
/// (measurement.md, 4.5). Of events that come in another order than they happened, the earlier one that was counted
/// stays. Can be written down and taken back. Not safe from several threads.
class ImpressionLedger {
public:
    /// The fact, when it counts. Taking an event twice is taking it once.
    std::optional<Impression> add(const ListenerEvent& event);

    /// Move the states that changed since the last call onto `states`.
    void take_states(std::vector<CountingState>& states);
    /// Take back a state that `take_states` gave out. Errors: corrupt.
    Result<void> restore(std::string_view key, std::string_view bytes);
    /// Forget what was counted before `day`.
    void forget_before(std::chrono::sys_days day);

    /// What the key of a state begins with.
    static constexpr char key_mark = 'i';

private:
    /// Facts of one actor about one thing on one surface, by day: the instants that count, ascending.
    struct Entry {
        std::set<Instant> counted;
    };
    using Key = std::pair<std::chrono::sys_days, std::string>;

    bool is_close(const Key& key, Instant at) const;

    std::map<Key, Entry> entries_;
    std::set<Key> dirty_;
};

}  // namespace mooring::analytics
