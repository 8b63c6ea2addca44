#include "mooring/analytics/counting/quirks.hpp"

#include <algorithm>
#include <array>

namespace mooring::analytics {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

constexpr std::array quirks{
    // 2021-01: desktop Opera downloads whole feeds ahead, without a Referer; seen by the open podcast prefix project.
    Quirk{.name = "opera_prefetches_feeds",
          .browser = "Opera",
          .referrer_host = "",
          .device = "",
          .from = year{2021} / month{1} / day{1},
          .to = year{2099} / month{12} / day{31}},
};

bool is_handheld(std::string_view device) {
    return device == "iPhone" || device == "iPad" || device == "Android";
}

bool explains(const Quirk& quirk, const RawHit& hit, const Agent& agent) {
    if (agent.agent_class != AgentClass::browser || agent.entry != quirk.browser) return false;
    if (hit.referrer != quirk.referrer_host) return false;
    if (quirk.device.empty() ? is_handheld(agent.device) : agent.device != quirk.device) return false;
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(hit.at)};
    return quirk.from <= day && day <= quirk.to;
}

}  // namespace

const Quirk* find_quirk(const RawHit& hit, const Agent& agent) {
    const auto quirk = std::ranges::find_if(quirks, [&](const Quirk& row) { return explains(row, hit, agent); });
    return quirk == quirks.end() ? nullptr : &*quirk;
}

}  // namespace mooring::analytics
