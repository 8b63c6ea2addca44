#include "mooring/domain/account.hpp"

#include <algorithm>
#include <utility>

namespace mooring::domain {
namespace {

constexpr std::array role_names{
    std::pair{Role::analyst, std::string_view{"analyst"}},
    std::pair{Role::editor, std::string_view{"editor"}},
    std::pair{Role::show_admin, std::string_view{"show_admin"}},
    std::pair{Role::owner, std::string_view{"owner"}},
};

}  // namespace

std::string_view to_string(Role role) {
    const auto* row = std::ranges::find(role_names, role, [](const auto& name) { return name.first; });
    return row == role_names.end() ? std::string_view{} : row->second;
}

std::optional<Role> parse_role(std::string_view text) {
    const auto* row = std::ranges::find(role_names, text, [](const auto& name) { return name.second; });
    if (row == role_names.end()) return std::nullopt;
    return row->first;
}

bool is_live(const Session& session, Instant now) {
    if (session.expires_at && now >= *session.expires_at) return false;
    return !session.idle_seconds || now - session.last_used_at < std::chrono::seconds{*session.idle_seconds};
}

const std::vector<std::string_view>& all_oauth_scopes() {
    // The public list, as of 2025 (accounts-oauth.md, 4.1); those that mean something here stand first.
    static const std::vector<std::string_view> names{
        "streaming",
        "ugc-image-upload",
        "user-read-email",
        "user-read-private",
        "user-read-playback-position",
        "user-library-read",
        "user-library-modify",
        "app-remote-control",
        "playlist-modify-private",
        "playlist-modify-public",
        "playlist-read-collaborative",
        "playlist-read-private",
        "soa-create-partner",
        "soa-link",
        "soa-manage-entitlements",
        "soa-manage-partner",
        "soa-unlink",
        "user-follow-modify",
        "user-follow-read",
        "user-manage-entitlements",
        "user-manage-partner",
        "user-modify-playback-state",
        "user-personalized",
        "user-read-currently-playing",
        "user-read-playback-state",
        "user-read-recently-played",
        "user-soa-link",
        "user-soa-unlink",
        "user-top-read",
    };
    return names;
}

bool is_oauth_scope(std::string_view name) {
    return std::ranges::find(all_oauth_scopes(), name) != all_oauth_scopes().end();
}

}  // namespace mooring::domain
