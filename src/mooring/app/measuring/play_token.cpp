#include "mooring/app/measuring/play_token.hpp"

#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::measuring {
namespace {

constexpr std::size_t nonce_length = 12;
constexpr std::size_t longest_token = 256;

std::string signature(const ServerSecret& secret, std::string_view episode_key, std::string_view user_agent,
                      std::string_view nonce, std::string_view expiry) {
    std::string text{episode_key};
    for (const std::string_view part : {nonce, expiry, user_agent}) {
        text += '\n';
        text += part;
    }
    return secret.sign("play-token", text);
}

}  // namespace

std::string make_play_token(const ServerSecret& secret, Random& random, std::string_view episode_key,
                            std::string_view user_agent, Instant now) {
    const std::string nonce = random_base62(random, nonce_length);
    const std::string expiry = std::to_string(unix_seconds(now + play_token_life));
    return nonce + "." + expiry + "." + signature(secret, episode_key, user_agent, nonce, expiry);
}

std::optional<std::string> check_play_token(const ServerSecret& secret, std::string_view episode_key,
                                            std::string_view user_agent, std::string_view token, Instant now) {
    const auto first = token.find('.');
    const auto second = token.find('.', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos || token.size() > longest_token) return std::nullopt;
    const std::string_view nonce = token.substr(0, first);
    const std::string_view expiry = token.substr(first + 1, second - first - 1);
    const auto ends = parse_decimal(expiry);
    if (!ends || unix_seconds(now) >= *ends) return std::nullopt;
    if (*ends - unix_seconds(now) > std::chrono::seconds{play_token_life}.count()) return std::nullopt;
    const std::string expected = signature(secret, episode_key, user_agent, nonce, expiry);
    if (!equal_in_constant_time(token.substr(second + 1), expected)) return std::nullopt;
    return std::string{nonce};
}

}  // namespace mooring::app::measuring
