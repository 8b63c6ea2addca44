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
    // An episode may be asked about twice, and is counted once.
    std::ranges::sort(together.episode_days, {}, &analytics::EpisodeDays::episode);
    const auto repeated = std::ranges::unique(together.episode_days, {}, &analytics::EpisodeDays::episode);
    together.episode_days.erase(repeated.begin(), repeated.end());
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
    if (all.size() == 1 || !can_tell_apart(query, dimension)) return ask_one_by_one(std::move(query));
    for (std::size_t index = 0; index < each.size(); ++index) {
        query.episode_days.push_back({all[index].episode->episode.id, each[index].counted});
    }
    return ask_together(context.services.reports, all, query, dimension);
}

Result<std::vector<MetricTable>> Subjects::ask_one_by_one(MetricQuery query) const {
    std::vector<MetricTable> tables;
    for (std::size_t index = 0; index < all.size(); ++index) {
        query.subject = all[index].of_plays();
        if (!each.empty()) query.days = each[index].counted;
        if (query.days.days() == 0) {
            tables.emplace_back();
            continue;
        }
        MOORING_TRY(MetricTable table, context.services.reports.answer(query));
        tables.push_back(std::move(table));
    }
    return tables;
}

Subjects Subjects::before() const {
    Subjects earlier{context, all, app::reporting::days_before(each.empty() ? days : each.front()), is_running, {}};
    for (const WindowDays& own : each) {
        earlier.each.push_back(app::reporting::days_before(own));
        earlier.days = around(earlier.days, earlier.each.back());
    }
    return earlier;
}

WindowDays around(const WindowDays& one, const WindowDays& other) {
    const auto both = [](const DayRange& left, const DayRange& right) {
        if (left.days() == 0) return right;
        if (right.days() == 0) return left;
        return DayRange{std::min(left.begin, right.begin), std::max(left.end, right.end)};
    };
    return {both(one.asked, other.asked), both(one.counted, other.counted)};
}

}  // namespace mooring::api::graphql::metrics
