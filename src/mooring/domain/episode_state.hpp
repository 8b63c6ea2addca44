#pragma once

#include <optional>
#include <string_view>

#include "mooring/domain/episode.hpp"

namespace mooring::domain {

/// What somebody asks of an episode's state. Members that are not set say nothing.
struct StateWish {
    bool back_to_draft = false;         ///< wins over all else
    std::optional<bool> is_published;   ///< false alone takes a published episode back to a draft
    std::optional<Instant> publish_at;  ///< the time asked for
    bool clears_time = false;           ///< no time was asked for in so many words
};

struct StateRules {
    /// A published episode may be given another past or present time. Otherwise its time stays, without an error.
    bool allow_redate = false;
};

/// The state at `now`: a scheduled episode whose time has come is published, written or not.
EpisodeStatus status_at(const Episode& episode, Instant now);

/// Move `episode` to the state that `wish` asks for at `now`, by the table of creators-rest.md, section 8. What becomes
/// published without a time is dated `now`, in whole seconds.
void apply_wish(Episode& episode, const StateWish& wish, Instant now, const StateRules& rules = {});

std::string_view to_string(EpisodeStatus status);  ///< `draft`, `scheduled`, `published`

}  // namespace mooring::domain
