#pragma once

#include <optional>
#include <string>

#include "mooring/app/creators/names.hpp"
#include "mooring/base/random.hpp"
#include "mooring/domain/episode_state.hpp"

namespace mooring::app::creators {

/// Longest title, in code points (creators-rest.md, section 9).
inline constexpr std::size_t longest_title = 200;
/// Longest description, in characters of visible text, and in bytes as it comes.
inline constexpr std::size_t longest_description = 4000;
inline constexpr std::size_t longest_raw_description = 65536;

/// What may be changed of an episode; unset members stay.
struct EpisodeChange {
    std::optional<std::string> title;        ///< without control characters
    std::optional<std::string> description;  ///< as it came: the filter runs here
    std::optional<domain::EpisodeType> type;
    std::optional<bool> is_explicit, is_adult_video, is_sponsored;
    std::optional<std::optional<std::int64_t>> season, number;
    std::optional<std::optional<Instant>> wizard_time;
    domain::StateWish state;
};

struct ChangedEpisode {
    EpisodeInShow now;
    bool has_changed_state = false;
};

/// How an instance wants the rules of section 8.
struct ChangeRules {
    domain::StateRules state;
    bool needs_media_to_publish = false;
};

/// A new draft. Errors: not_found (show).
Result<EpisodeInShow> create_draft(CatalogTransaction& tx, Random& random, Instant now, const Show& show,
                                   std::string title, int hour_offset);

/// Change an episode of any state. A change that changes nothing leaves no trace.
/// Errors: not_found, conflict (field `media`: it needs media first).
Result<ChangedEpisode> change_episode(CatalogTransaction& tx, Random& random, Instant now, EpisodeId id,
                                      const EpisodeChange& wanted, const ChangeRules& rules);

/// Delete an episode for good; uploads for it that are under way end as failed. Errors: not_found.
Result<void> delete_episode(CatalogTransaction& tx, Instant now, EpisodeId id);

}  // namespace mooring::app::creators
