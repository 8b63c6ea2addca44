#include "mooring/server/play_counts.hpp"

#include "mooring/base/log.hpp"

namespace mooring::server {

std::unordered_map<domain::EpisodeId, std::int64_t> StoredPlayCounts::of_show(domain::ShowId show) {
    std::unordered_map<domain::EpisodeId, std::int64_t> counts;
    auto plays = plays_();
    if (!plays) return counts;
    app::numbers::Numbers numbers{std::move(plays), {.shows = {show}}, clock_.now()};
    const auto found = app::numbers::counts_of_all_days(numbers, analytics::Metric::sd);
    if (!found) {
        log::warning("plays cannot be told", {{"show", show.value}, {"reason", found.error().message}});
        return counts;
    }
    counts.insert(found->begin(), found->end());
    return counts;
}

}  // namespace mooring::server
