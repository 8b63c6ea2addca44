#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "mooring/analytics/counting/agent.hpp"
#include "mooring/analytics/raw_hit.hpp"

namespace mooring::analytics {

/// What became of a raw hit (measurement.md, 6.1). Exactly one each; their sums are the number of raw hits.
enum class Disposition : std::uint8_t {
    method,
    status,
    no_ua,
    watch,
    bot,
    hosting,
    owner,
    preload,
    probe,
    own_player,  ///< its listening is in a session; counts for `iab_downloads`
    candidate,   ///< not yet decided: the rules about groups follow
    counted,     ///< its group is a download
    partial,     ///< its group got less than a minute of audio
    volume,      ///< its address fetched more in a day than a person does (6.5)
    feed         ///< a request for a feed: no hit in the sense of the contract (9.5)
};

std::string_view to_string(Disposition disposition);

/// A disposition, and the rule that gave it.
struct Verdict {
    Disposition disposition = Disposition::candidate;
    std::string_view rule;  ///< name of the step, such as `bot_class`; lives for ever
    bool operator==(const Verdict&) const = default;
};

/// One rule of the table of 6.1.
struct JudgingStep {
    std::string_view name;
    Disposition verdict;
    bool (*applies)(const RawHit& hit, const Agent& agent);
};

/// The rules in their order; the first that applies decides.
std::span<const JudgingStep> judging_steps();

/// Judge one hit by itself: rules 1 to 9 of 6.1. Whether a candidate is a request of our own player (rule 10) depends
/// on events, and whether it counts depends on its group.
Verdict judge(const RawHit& hit, const Agent& agent);

}  // namespace mooring::analytics
