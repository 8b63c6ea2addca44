#include "mooring/server/play_counts.hpp"

#include "mooring/base/log.hpp"

namespace mooring::server {
namespace {

using app::creators::EpisodeCounts;

constexpr std::size_t most_kept = 32;

}  // namespace

std::shared_ptr<const EpisodeCounts> StoredPlayCounts::of_show(domain::ShowId show) {
    auto counts = std::make_shared<EpisodeCounts>();
    const auto plays = plays_();
    if (!plays) return counts;
    const std::uint64_t version = plays->version();
    app::numbers::Numbers numbers{plays, {.shows = {show}}, clock_.now()};
    {
        const std::lock_guard lock(mutex_);
        const auto kept = kept_.find(show);
        if (kept != kept_.end() && kept->second.version == version && kept->second.today == numbers.today()) {
            return kept->second.counts;
        }
    }
    const auto found = app::numbers::counts_of_all_days(numbers, analytics::Metric::sd);
    if (!found) {
        log::warning("plays cannot be told", {{"show", show.value}, {"reason", found.error().message}});
        return counts;
    }
    counts->counts.insert(found->begin(), found->end());
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= most_kept && !kept_.contains(show)) kept_.clear();
    kept_.insert_or_assign(show, Kept{version, numbers.today(), counts});
    return counts;
}

}  // namespace mooring::server
