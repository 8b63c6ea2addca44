#include "mooring/api/graphql/metrics/comment_counts.hpp"

#include <map>

namespace mooring::api::graphql::metrics {

Result<std::vector<MetricTable>> count_comments(const Subjects& subjects, Bucket bucket) {
    MetricQuery query = subjects.question(Metric::starts, bucket);
    query.is_running = subjects.is_running && bucket != Bucket::total;
    if (query.days.days() == 0) return std::vector<MetricTable>(subjects.size());
    return subjects.context.read([&](CatalogSnapshot& catalog) -> Result<std::vector<MetricTable>> {
        std::vector<MetricTable> tables;
        for (const Subject& subject : subjects.all) {
            const auto episode = subject.episode != nullptr ? std::optional{subject.episode->episode.id} : std::nullopt;
            MOORING_TRY(const auto days, catalog.engagement().published_by_day(subject.show->show.id, episode,
                                                                               query.days.begin, query.days.end));
            std::map<Instant, std::int64_t> counts;
            for (const auto& [day, count] : days) counts[bucket_begin(query, Instant{day})] += count;
            std::vector<analytics::MetricCell> cells;
            for (const auto& [begin, count] : counts) cells.push_back({.begin = begin, .count = count});
            tables.push_back(shaped(query, std::move(cells)));
        }
        return tables;
    });
}

}  // namespace mooring::api::graphql::metrics
