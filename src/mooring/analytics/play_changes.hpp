#pragma once

#include <compare>
#include <string>
#include <vector>

#include "mooring/analytics/play.hpp"

namespace mooring::analytics {

/// Names one fact among all.
struct PlayName {
    domain::ShowId show;
    std::chrono::sys_days day;
    PlayKind kind = PlayKind::download;
    domain::EpisodeId episode;
    std::uint64_t key = 0;
    ListenerId listener = 0;
    auto operator<=>(const PlayName&) const = default;
};

inline PlayName name_of(const Play& play) {
    return {play.show, day_of(play.at), play.kind, play.episode, play.key, play.listener};
}

/// What counting keeps between two batches, as bytes only it can read: a group of requests, a session's events.
struct CountingState {
    std::chrono::sys_days day;
    std::string key;
    std::string bytes;
    bool operator==(const CountingState&) const = default;
};

/// The difference that one batch of records makes to the facts. Applying it twice is applying it once.
struct PlayChanges {
    std::vector<PlayName> withdrawn;  ///< before `put`
    std::vector<Play> put;            ///< new ones, and ones that replace those of the same name
    std::vector<CountingState> states;
};

}  // namespace mooring::analytics
