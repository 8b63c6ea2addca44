#include "mooring/domain/workspace.hpp"

namespace mooring::domain {

std::string_view to_string(Scope scope) {
    switch (scope) {
        case Scope::station_read: return "station:read";
        case Scope::episodes_read: return "episodes:read";
        case Scope::episodes_write: return "episodes:write";
        case Scope::episodes_generate: return "episodes:generate";
        case Scope::shows_read: return "shows:read";
        case Scope::shows_write: return "shows:write";
        case Scope::schedule_read: return "schedule:read";
        case Scope::schedule_write: return "schedule:write";
    }
    return "";
}

std::optional<Scope> parse_scope(std::string_view text) {
    for (const Scope scope : all_scopes()) {
        if (to_string(scope) == text) return scope;
    }
    return std::nullopt;
}

const std::vector<Scope>& all_scopes() {
    static const std::vector<Scope> scopes{Scope::station_read,      Scope::episodes_read, Scope::episodes_write,
                                           Scope::episodes_generate, Scope::shows_read,    Scope::shows_write,
                                           Scope::schedule_read,     Scope::schedule_write};
    return scopes;
}

bool is_live(const ApiKey& key, Instant now) {
    return !key.revoked_at && (!key.expires_at || now < *key.expires_at);
}

}  // namespace mooring::domain
