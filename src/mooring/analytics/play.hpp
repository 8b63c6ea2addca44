#pragma once

#include <cstdint>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::analytics {

/// What listening is counted by (measurement.md, 11.1).
enum class PlayKind : std::uint8_t {
    download,             ///< one listener, episode and window, off the platform
    own_player_download,  ///< made by our own player: counts for `iab_downloads` only
    session               ///< one playback session's share of one UTC day, on the platform
};

/// A listener, as far as facts tell them apart: the first eight bytes of a keyed hash (5.1). Keys of downloads and of
/// sessions never meet, since they were made under different tags.
using ListenerId = std::uint64_t;

/// What surrounded a play: what panels break it down by. Texts are display names; an empty one is unknown.
struct PlayContext {
    std::string app;
    std::string device;
    std::string system;
    std::string country;  ///< ISO 3166-1 alpha-2, `ZZ` unknown
    std::string region;
    std::string city;
    std::string referrer;  ///< host of the Referer
    std::string source;    ///< `local`, `redirect`, `hls`, `import:<name>`, `player`
    std::string age;       ///< bracket such as `28-34`; empty: unknown
    std::string gender;    ///< `MALE` and so on; empty: not specified
    bool operator==(const PlayContext&) const = default;
};

/// One counted fact. Days and hours are those of `at`, UTC.
///
/// A session that is listened to over midnight has one `Play` per day: its flags stand on the day of its first
/// listened millisecond, its time and stretches on the day each was reported for (4.4). So everything here adds up.
struct Play {
    PlayKind kind = PlayKind::download;
    std::uint64_t key =
        0;  ///< of a session: which one. With show, kind, UTC day, listener and episode it names the fact
    domain::ShowId show;
    domain::EpisodeId episode;
    Instant at;
    ListenerId listener = 0;
    PlayContext context;

    // Of sessions only.
    bool is_start = false;
    bool is_play = false;
    bool is_stream = false;
    bool is_video = false;
    std::int64_t listened_ms = 0;    ///< replays count again
    std::int64_t foreground_ms = 0;  ///< the part of it in front of the listener
    std::string revision = {};       ///< of the audio that was heard
    std::int64_t duration_ms = 0;    ///< of that audio; 0 unknown
    std::string heard = {};          ///< stretches of media time, coded (listening/heard_code.hpp)

    bool operator==(const Play&) const = default;
};

/// The UTC day of an instant.
inline std::chrono::sys_days day_of(Instant at) {
    return std::chrono::floor<std::chrono::days>(at);
}

}  // namespace mooring::analytics
