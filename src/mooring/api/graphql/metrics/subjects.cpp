#include "mooring/api/graphql/metrics/subjects.hpp"

#include <algorithm>
#include <unordered_map>

#include "mooring/base/utf8.hpp"

namespace mooring::api::graphql::metrics {
namespace {

using analytics::Dimension;
using analytics::MetricCell;
using analytics::MetricKind;

std::int64_t id_of(const Subject& subject) {
    return subject.episode != nullptr ? subject.episode->episode.id.value : subject.show->show.id.value;
}

analytics::Subject all_of(const std::vector<Subject>& subjects) {
    analytics::Subject together;
    for (const Subject& subject : subjects) {
        if (std::ranges::find(together.shows, subject.show->show.id) == together.shows.end()) {
            together.shows.push_back(subject.show->show.id);
        }
        if (subject.episode != nullptr) together.episodes.push_back(subject.episode->episode.id);
    }
    return together;
}

/// Whether one answer can hold all subjects, told apart by `dimension`.
bool can_tell_apart(const MetricQuery& query, Dimension dimension) {
    const bool runs_people = query.is_running && analytics::row_of(query.metric).kind != MetricKind::sum;
    return query.breakdown.size() < 2 && !runs_people && is_offered(query.metric, dimension);
}

Result<std::vector<MetricTable>> ask_together(const app::reporting::Reports& reports,
                                              const std::vector<Subject>& subjects, const MetricQuery& query,
                                              Dimension dimension) {
    MetricQuery together = query;
    together.subject = all_of(subjects);
    together.breakdown.insert(together.breakdown.begin(), dimension);
    together.is_running = false;
    together.limit = 0;
    MOORING_TRY(MetricTable found, reports.answer(together));
    std::unordered_map<std::int64_t, std::vector<MetricCell>> by_id;
    for (MetricCell& cell : found.cells) {
        const auto id = parse_decimal(cell.labels.front());
        cell.labels.erase(cell.labels.begin());
        if (id) by_id[*id].push_back(std::move(cell));
    }
    std::vector<MetricTable> tables;
    tables.reserve(subjects.size());
    // An episode may be asked about twice: what was found of it stays.
    for (const Subject& subject : subjects) tables.push_back(shaped(query, by_id[id_of(subject)]));
    return tables;
}

}  // namespace

analytics::Subject Subject::of_plays() const {
    analytics::Subject subject{.shows = {show->show.id}};
    if (episode != nullptr) subject.episodes = {episode->episode.id};
    return subject;
}

MetricQuery Subjects::question(Metric metric, Bucket bucket) const {
    MetricQuery query;
    query.metric = metric;
    query.days = days.counted;
    query.bucket = bucket;
    return query;
}

Result<std::vector<MetricTable>> Subjects::ask(MetricQuery query) const {
    context.note_numbers(query.days);
    if (all.empty() || query.days.days() == 0) return std::vector<MetricTable>(all.size());
    const Dimension dimension = all.front().episode != nullptr ? Dimension::episode : Dimension::show;
    const app::reporting::Reports& reports = context.services.reports;
    if (all.size() > 1 && can_tell_apart(query, dimension)) return ask_together(reports, all, query, dimension);
    std::vector<MetricTable> tables;
    for (const Subject& subject : all) {
        query.subject = subject.of_plays();
        MOORING_TRY(MetricTable table, reports.answer(query));
        tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace mooring::api::graphql::metrics
