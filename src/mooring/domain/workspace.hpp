#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::domain {

/// Branding, members and keys; owns shows. AutoPod calls it a station.
struct Workspace {
    WorkspaceId id;
    std::string key;  ///< 16 base-62 characters; the OPML address
    std::string name;
    std::string description;
    std::string image_url;
    std::string color = "#000000";  ///< `#` and six lower-case hexadecimal digits
    std::string website_url;
    std::string time_zone = "UTC";  ///< IANA name; the timetable's
    bool publishing_api_enabled = false;
    int timetable_weeks = 1;  ///< length of the timetable's rotation
    Instant created_at;
    bool operator==(const Workspace&) const = default;
};

/// What an API key may do. No scope implies another (publishing-v1.md, 2.2).
enum class Scope {
    station_read,
    episodes_read,
    episodes_write,
    episodes_generate,
    shows_read,
    shows_write,
    schedule_read,
    schedule_write
};

/// `station:read` and so on, and back.
std::string_view to_string(Scope scope);
std::optional<Scope> parse_scope(std::string_view text);
const std::vector<Scope>& all_scopes();

/// A publishing API key as it is kept: never the key itself.
struct ApiKey {
    ApiKeyId id;
    WorkspaceId workspace;
    std::string hash;     ///< 32 bytes: BLAKE2b-256 under the server secret
    std::string display;  ///< the first 8 characters after `apk_`: all that is ever shown or logged
    std::string label;
    std::set<Scope> scopes;
    std::string created_by;  ///< whose it was, such as `admin` or `account:7`
    Instant created_at;
    std::optional<Instant> expires_at;  ///< refused from this instant on
    std::optional<Instant> revoked_at;
    std::optional<Instant> last_used_at;
    bool operator==(const ApiKey&) const = default;
};

/// True when `key` opens anything at `now`, as far as the key itself tells.
bool is_live(const ApiKey& key, Instant now);

/// One entry of a workspace's broadcast timetable (publishing-v1.md, section 13).
struct TimetableEntry {
    int week = 1;          ///< 1 to the workspace's `timetable_weeks`
    int weekday = 0;       ///< 0 = Monday … 6 = Sunday
    int start_minute = 0;  ///< 0 to 1439
    int end_minute = 0;    ///< over start: up to 1440; at or below start: the entry crosses midnight
    ShowId show;
    bool operator==(const TimetableEntry&) const = default;
};

/// One person's private feed of a show (delivery.md, 2.11).
struct Subscriber {
    SubscriberId id;
    ShowId show;
    std::string token_hash;  ///< 32 bytes: BLAKE2b-256 under the server secret
    std::string label;
    Instant created_at;
    std::optional<Instant> revoked_at;
    bool operator==(const Subscriber&) const = default;
};

}  // namespace mooring::domain
