#include "mooring/app/delivering/preview_grant.hpp"

#include <algorithm>

#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::delivering {
namespace {

std::string signature(const ServerSecret& secret, std::string_view episode_key, std::string_view expiry) {
    return secret.sign("preview", std::string{episode_key} + "\n" + std::string{expiry});
}

}  // namespace

std::string make_preview_grant(const ServerSecret& secret, std::string_view episode_key, Instant now,
                               std::chrono::seconds lasts) {
    const auto length = std::min(lasts, std::chrono::seconds{longest_preview});
    const std::string expiry = std::to_string(unix_seconds(now + length));
    return expiry + "." + signature(secret, episode_key, expiry);
}

bool is_preview_granted(const ServerSecret& secret, std::string_view episode_key, std::string_view grant, Instant now) {
    const auto dot = grant.find('.');
    if (dot == std::string_view::npos) return false;
    const auto expiry = parse_decimal(grant.substr(0, dot));
    if (!expiry || unix_seconds(now) >= *expiry) return false;
    if (*expiry - unix_seconds(now) > std::chrono::seconds{longest_preview}.count()) return false;
    return equal_in_constant_time(grant.substr(dot + 1), signature(secret, episode_key, grant.substr(0, dot)));
}

}  // namespace mooring::app::delivering
