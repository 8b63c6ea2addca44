#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mooring::analytics {

/// What kind of program a User-Agent text speaks of (measurement.md, 7.1).
enum class AgentClass : std::uint8_t { unknown, app, browser, library, bot };

std::string_view to_string(AgentClass agent_class);

/// Who asked, as its User-Agent and Referer tell.
struct Agent {
    AgentClass agent_class = AgentClass::unknown;
    std::string entry = {};           ///< name in the rule files; empty when no rule matched
    std::string app = "Other";        ///< as panels show it (7.2)
    std::string device = "Other";     ///< as panels show it (7.3)
    std::string system = "Other";     ///< operating system (7.3)
    bool is_bot_library = false;      ///< a library that only programs use
    bool is_on_crawler_list = false;  ///< the second-line list knows it
    bool operator==(const Agent&) const = default;
};

/// The network an address belongs to (6.6).
enum class NetworkClass : std::uint8_t { unknown, isp, hosting, relay };

std::string_view to_string(NetworkClass network_class);

/// The class of a network by its number; 0 is unknown. Source: measurement.md, 6.6 (the starting list).
NetworkClass network_class(std::uint32_t autonomous_system);

}  // namespace mooring::analytics
