#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mooring/analytics/play_changes.hpp"
#include "mooring/app/measuring/media_regions.hpp"

namespace mooring::app::measuring {

/// Remembers what was learned of every revision, since its requests may be counted after it was replaced. What is new
/// goes down with the batch that brought it.
class KnownRegions {
public:
    explicit KnownRegions(MediaRegions& source) : source_(source) {}

    /// What is known of a revision; nothing known is a region of no size. Errors: unavailable.
    Result<analytics::MediaRegion> get(domain::EpisodeId episode, const std::string& revision);
    /// Ask the source again at the next `get`: it may know more by then.
    void begin_batch() { asked_.clear(); }
    void take_states(std::vector<analytics::CountingState>& states);
    /// Errors: corrupt.
    Result<void> restore(const analytics::CountingState& state);

    static constexpr char key_mark = 'r';
    /// The day under which these states are kept: later than any that is ever forgotten.
    static constexpr std::chrono::sys_days kept_under = std::chrono::year{9999} / 1 / 1;

private:
    using Key = std::pair<std::int64_t, std::string>;

    MediaRegions& source_;
    std::map<Key, analytics::MediaRegion> known_;
    std::map<Key, bool> asked_;
    std::vector<Key> learned_;
};

}  // namespace mooring::app::measuring
