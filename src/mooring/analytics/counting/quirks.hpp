#pragma once

#include <string_view>

#include "mooring/analytics/counting/agent.hpp"
#include "mooring/analytics/raw_hit.hpp"

namespace mooring::analytics {

/// A program known to fetch audio that nobody asked to hear (measurement.md, 6.1, rule 8). Applies on its days only.
struct Quirk {
    std::string_view name;
    std::string_view browser;        ///< entry of the browser rules
    std::string_view referrer_host;  ///< the widget it happens on; empty: requests without a Referer
    std::string_view device;         ///< panel device; empty: any but phones and tablets
    std::chrono::year_month_day from;
    std::chrono::year_month_day to;  ///< the last day
};

/// The quirk that explains a hit; null when there is none. Lives for ever.
const Quirk* find_quirk(const RawHit& hit, const Agent& agent);

}  // namespace mooring::analytics
