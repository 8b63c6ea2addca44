#pragma once

#include <optional>
#include <string_view>

#include "mooring/domain/ids.hpp"

namespace mooring::delivery {

/// The episode of a share link's last part, `{title}-{webEpisodeId}`: only the id decides (delivery.md, 1.1).
std::optional<domain::EpisodeId> episode_of_share_name(std::string_view name);

}  // namespace mooring::delivery
