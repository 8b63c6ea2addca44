#pragma once

#include <cstdint>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::domain {

/// A short address of an episode whose clicks are counted (creators-graphql.md, 11; delivery.md, 1.1: `/l/{code}`).
struct Smartlink {
    std::string code;  ///< base-62 characters
    ShowId show;
    EpisodeId episode;  ///< has at most one
    Instant created_at;
    bool operator==(const Smartlink&) const = default;
};

}  // namespace mooring::domain
