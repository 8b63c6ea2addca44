#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mooring/analytics/counting/verdict.hpp"
#include "mooring/analytics/impression.hpp"
#include "mooring/analytics/play_changes.hpp"
#include "mooring/analytics/raw_hit.hpp"

namespace mooring::storage {

/// How far a source of records was read. Positions of one stream are ordered.
struct StreamPosition {
    std::uint64_t segment = 0;
    std::uint64_t offset = 0;
    auto operator<=>(const StreamPosition&) const = default;
};

/// A raw hit as it is kept for as long as it may be asked about: with what it was taken for and why.
struct CountedHit {
    analytics::RawHit hit;
    analytics::Disposition disposition = analytics::Disposition::candidate;  ///< by rules about single hits
    std::string rule;                                                        ///< name of the step that decided
    std::string app = {};
    std::string device = {};
    std::string rules_version = {};
    bool may_replace = true;  ///< an earlier record of the same id may be stored: it takes looking for it
    bool operator==(const CountedHit&) const = default;
};

using analytics::Impression;

/// A listener said to follow, or to follow no more. Saying so again changes nothing.
struct FollowEvent {
    domain::ShowId show;
    analytics::ListenerId listener = 0;
    Instant at;
    bool follows = true;
    auto operator<=>(const FollowEvent&) const = default;
};

/// All that one stretch of a stream comes to.
struct PlayBatch {
    std::string stream;  ///< such as `spool`; empty for facts that come from no stream
    StreamPosition end;  ///< of the stream behind this batch
    analytics::PlayChanges changes;
    std::vector<CountedHit> hits;
    std::vector<Impression> impressions;
    std::vector<FollowEvent> follows;
};

}  // namespace mooring::storage
