#pragma once

#include <optional>
#include <string>

#include "mooring/api/creators/body.hpp"
#include "mooring/app/creators/change_episode.hpp"

namespace mooring::api::creators {

/// `title`, without control characters but tab. Errors: `title_too_long`, `invalid_field`.
Checked<std::optional<std::string>> read_title(const Body& body);
/// `description`, as it came. Errors: `description_too_long`, `invalid_field`.
Checked<std::optional<std::string>> read_description(const Body& body);
/// The body of 1-C.
Checked<app::creators::EpisodeChange> read_episode_change(const Body& body);
/// `isDraft`, `isPublished` and `publishOn` alone.
Checked<domain::StateWish> read_state(const Body& body);

}  // namespace mooring::api::creators
