#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mooring/app/publishing/ports.hpp"

namespace mooring::app::publishing {

/// What an owner may set of an episode beyond the publishing API's members: how listeners' apps sort and show it.
/// Unset members stay; empty texts clear.
struct EpisodeSettings {
    std::optional<std::string> author, apple_title, external_url;
    std::optional<std::optional<bool>> is_explicit;  ///< an empty one: as the show is
    std::optional<domain::EpisodeType> type;
    std::optional<std::optional<int>> season;  ///< 0 or more
    std::optional<std::string> season_name;
    std::optional<std::string> number;          ///< decimal text such as `12` or `3.5`
    std::optional<std::string> number_display;  ///< at most 32 characters
    std::optional<bool> block_directories;
    std::optional<domain::Markets> markets;             ///< narrows the show's
    std::optional<std::vector<std::string>> languages;  ///< ISO 639 codes, the main one first; none: the show's
    std::optional<domain::EpisodeTags> tags;            ///< all of them at once
};

/// Change an episode's settings, whatever state it is in. A patch that changes nothing leaves no trace; an invalid
/// value changes nothing. Errors: not_found (deleted ones too), invalid_argument (the field is named).
Result<Episode> change_episode_settings(CatalogTransaction& tx, Instant now, EpisodeId id,
                                        const EpisodeSettings& wanted);

}  // namespace mooring::app::publishing
