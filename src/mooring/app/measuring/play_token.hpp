#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/server_secret.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::measuring {

/// How long a play token holds, and for how many playbacks (measurement.md, 4.2).
inline constexpr std::chrono::hours play_token_life{12};
inline constexpr std::size_t playbacks_of_token = 5;

/// Lets a player without an account report what is heard of the episode `episode_key`: signed for the episode, the
/// User-Agent and the time at which it ends. Not bound to the address: phones change networks while playing.
std::string make_play_token(const ServerSecret& secret, Random& random, std::string_view episode_key,
                            std::string_view user_agent, Instant now);

/// Is `token` ours, for this episode and program, and not over? Its nonce, which tells it from others.
std::optional<std::string> check_play_token(const ServerSecret& secret, std::string_view episode_key,
                                            std::string_view user_agent, std::string_view token, Instant now);

}  // namespace mooring::app::measuring
