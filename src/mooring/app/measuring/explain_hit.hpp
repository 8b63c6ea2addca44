#pragma once

#include <string>
#include <vector>

#include "mooring/analytics/counting/download_ledger.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::app::measuring {

/// One line of a hit's trail: a rule, and what came of it.
struct TrailStep {
    std::string rule;
    std::string outcome;
};

/// Why a hit counts, or does not.
struct HitTrail {
    storage::CountedHit hit;
    std::vector<TrailStep> steps;  ///< the rules that were asked, in their order
    analytics::Disposition disposition = analytics::Disposition::candidate;
};

/// Errors: not_found (no such hit, or too old), unavailable, corrupt.
Result<HitTrail> explain_hit(storage::PlayStore& plays, const analytics::CountingRules& rules,
                             const analytics::HitId& id);

}  // namespace mooring::app::measuring
