#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "mooring/app/server_secret.hpp"
#include "mooring/base/clock.hpp"

namespace mooring::app::delivering {

/// The query parameter that carries a grant: `?preview=…` on an episode's media URL, page or embed.
inline constexpr std::string_view preview_parameter = "preview";
/// The longest a grant may last (delivery.md, section 4).
inline constexpr std::chrono::hours longest_preview{24};

/// Let whoever holds the returned text reach the episode `episode_key` before it is out, until `now` + `lasts` (cut
/// to 24 h). Only for the owner's eyes: hits with it are never counted.
std::string make_preview_grant(const ServerSecret& secret, std::string_view episode_key, Instant now,
                               std::chrono::seconds lasts = longest_preview);

/// Is `grant` ours, for this episode, and not over?
bool is_preview_granted(const ServerSecret& secret, std::string_view episode_key, std::string_view grant, Instant now);

}  // namespace mooring::app::delivering
