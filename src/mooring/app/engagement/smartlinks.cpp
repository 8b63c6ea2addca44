#include "mooring/app/engagement/smartlinks.hpp"

#include <algorithm>
#include <map>

namespace mooring::app::engagement {
namespace {

constexpr std::size_t code_length = 10;

}  // namespace

Result<Smartlink> make_smartlink(CatalogTransaction& tx, Random& random, Instant now, const Episode& episode) {
    MOORING_TRY(std::vector<Smartlink> found, tx.smartlinks().of_episodes({episode.id}));
    if (!found.empty()) return std::move(found.front());
    Smartlink made{random_base62(random, code_length), episode.show, episode.id, now};
    MOORING_CHECK(tx.smartlink_writer().insert(made));
    return made;
}

Result<SmartlinkStats> smartlink_stats(CatalogSnapshot& catalog, ShowId show, std::chrono::sys_days begin,
                                       std::chrono::sys_days end) {
    MOORING_TRY(auto clicked, catalog.smartlinks().clicks_of(show, begin, end));
    SmartlinkStats stats;
    std::vector<EpisodeId> ids;
    for (const auto& [link, clicks] : clicked) {
        stats.total += clicks;
        ids.push_back(link.episode);
    }
    MOORING_TRY(const std::vector<Episode> episodes, catalog.episodes().get_many(ids));
    std::map<EpisodeId, const Episode*> by_id;
    for (const Episode& episode : episodes) by_id[episode.id] = &episode;
    for (auto& [link, clicks] : clicked) {
        const auto episode = by_id.find(link.episode);
        if (episode == by_id.end() || episode->second->archived_at || episode->second->deleted_at) continue;
        stats.links.push_back({std::move(link), episode->second->opaque_id, clicks});
    }
    std::ranges::stable_sort(stats.links, std::greater{}, &ClickedLink::clicks);
    return stats;
}

}  // namespace mooring::app::engagement
