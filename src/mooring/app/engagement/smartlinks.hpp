#pragma once

#include <chrono>
#include <vector>

#include "mooring/app/engagement/ports.hpp"
#include "mooring/domain/smartlink.hpp"

namespace mooring::app::engagement {

using domain::Smartlink;

/// The smart link of an episode; made at the first call. It leads nowhere while the episode is not out.
Result<Smartlink> make_smartlink(CatalogTransaction& tx, Random& random, Instant now, const Episode& episode);

/// A link whose episode can be listed, with its clicks.
struct ClickedLink {
    Smartlink link;
    std::string episode_opaque_id;
    std::int64_t clicks = 0;
};
struct SmartlinkStats {
    std::int64_t total = 0;          ///< of all links of the show, those of episodes archived or deleted too
    std::vector<ClickedLink> links;  ///< most clicked first, then oldest first
};

/// From `begin` up to, not including, `end`.
Result<SmartlinkStats> smartlink_stats(CatalogSnapshot& catalog, ShowId show, std::chrono::sys_days begin,
                                       std::chrono::sys_days end);

}  // namespace mooring::app::engagement
