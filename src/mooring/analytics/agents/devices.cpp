#include "mooring/analytics/agents/devices.hpp"

#include <algorithm>
#include <array>

namespace mooring::analytics {

namespace {

struct Row {
    std::string_view rule_name;
    PanelDevice panel;
};

constexpr std::array rows{
    Row{"Apple iPhone", {"iPhone", "iOS"}},
    Row{"Apple iPod", {"iPhone", "iOS"}},
    Row{"Apple iPad", {"iPad", "iPadOS"}},
    Row{"Apple Watch", {"Apple Watch", "watchOS"}},
    Row{"Apple TV", {"Apple TV", "tvOS"}},
    Row{"Apple HomePod", {"HomePod", "audioOS"}},
    Row{"Android Phone", {"Android", "Android"}},
    Row{"Android Tablet", {"Android", "Android"}},
    Row{"Apple Computer", {"Mac", "macOS"}},
    Row{"Windows Computer", {"Windows", "Windows"}},
    Row{"Google Chromebook", {"Chromebook", "ChromeOS"}},
};

}  // namespace

PanelDevice panel_device(std::string_view rule_name, std::string_view category, std::string_view user_agent) {
    if (const auto row = std::ranges::find(rows, rule_name, &Row::rule_name); row != rows.end()) return row->panel;
    if (rule_name == "Other Computer") {
        const bool is_linux =
            user_agent.find("Linux") != std::string_view::npos || user_agent.find("X11") != std::string_view::npos;
        return is_linux ? PanelDevice{"Linux", "Linux"} : PanelDevice{"Other", "Other"};
    }
    if (category == "smart_speaker") return {"Smart Speaker", "–"};
    if (category == "smart_tv") return {"Smart TV", "–"};
    if (category == "car" || category == "auto") return {"Car", "–"};
    if (category == "watch") return {"Watch", "–"};
    return {"Other", "Other"};
}

}  // namespace mooring::analytics
