#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/analytics/listening/playback.hpp"
#include "mooring/analytics/play_changes.hpp"
#include "mooring/base/result.hpp"

namespace mooring::analytics {

/// What became of an event that was offered.
enum class EventFate : std::uint8_t {
    accepted,
    duplicate,  ///< its id is held already
    too_fast    ///< more was heard than time has passed (measurement.md, 4.3)
};

/// Turns playback events into sessions, and says what changed. Like `DownloadLedger`, it depends on the set of events
/// alone, can be written down and taken back. Not safe from several threads.
class PlaybackLedger {
public:
    /// `duration` is that of the audio that was playing; unset when unknown.
    EventFate add(PlaybackEvent event, std::optional<std::chrono::milliseconds> duration);

    /// Move what changed since the last call onto `changes`, facts as well as the playbacks' states.
    void take_changes(PlayChanges& changes);

    /// Take back a state that `take_changes` gave out. Errors: corrupt.
    Result<void> restore(std::string_view key, std::string_view bytes);
    /// Forget playbacks whose last event is older than `day`. What was published stays published.
    void forget_before(std::chrono::sys_days day);

    std::size_t open_playbacks() const { return entries_.size(); }
    /// What the key of a state of a playback begins with.
    static constexpr char key_mark = 's';

private:
    struct Entry {
        Playback playback;
        std::optional<std::chrono::milliseconds> duration;
        std::chrono::sys_days kept_under{};  ///< the day its state lies under; stays as it was first
        std::vector<Play> published;
    };

    void publish(Entry& entry, PlayChanges& changes);
    static std::string encode(const Entry& entry);

    std::map<std::string, Entry, std::less<>> entries_;
    std::set<std::string> dirty_;
};

}  // namespace mooring::analytics
