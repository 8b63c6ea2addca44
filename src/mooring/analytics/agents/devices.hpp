#pragma once

#include <string_view>

namespace mooring::analytics {

/// How panels name a device and its system (measurement.md, 7.3).
struct PanelDevice {
    std::string_view device;
    std::string_view system;
};

/// `rule_name` and `category` are those of the device rules, in the words of the open lists.
PanelDevice panel_device(std::string_view rule_name, std::string_view category, std::string_view user_agent);

}  // namespace mooring::analytics
