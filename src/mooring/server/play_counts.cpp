#include "mooring/server/play_counts.hpp"

#include <chrono>

#include "mooring/base/log.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::server {
namespace {

Result<analytics::MetricTable> ask(storage::PlayStore& plays, domain::ShowId show, Instant now) {
    analytics::MetricQuery query;
    query.subject.shows = {show};
    query.metric = analytics::Metric::sd;
    query.breakdown = {analytics::Dimension::episode};
    MOORING_TRY(const auto first, plays.first_day(query.subject));
    const auto today = std::chrono::floor<std::chrono::days>(now);
    query.days = {first.value_or(today), today + std::chrono::days{1}};
    return plays.answer(query);
}

}  // namespace

std::unordered_map<domain::EpisodeId, std::int64_t> StoredPlayCounts::of_show(domain::ShowId show) {
    std::unordered_map<domain::EpisodeId, std::int64_t> counts;
    const auto plays = plays_();
    if (!plays) return counts;
    const auto table = ask(*plays, show, clock_.now());
    if (!table) {
        log::warning("plays cannot be told", {{"show", show.value}, {"reason", table.error().message}});
        return counts;
    }
    for (const analytics::MetricCell& cell : table->cells) {
        const auto episode = cell.labels.empty() ? std::nullopt : parse_decimal(cell.labels.front());
        if (episode) counts[domain::EpisodeId{*episode}] = cell.count;
    }
    return counts;
}

}  // namespace mooring::server
