#include "mooring/app/numbers/numbers.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::app::numbers {

Result<PlayReader*> Numbers::reader() const {
    if (!plays_) return Error{Errc::unavailable, "plays cannot be asked about right now"};
    return plays_.get();
}

Result<DayRange> Numbers::all_days() {
    if (all_days_) return *all_days_;
    MOORING_TRY(PlayReader * plays, reader());
    MOORING_TRY(const auto first, plays->first_day(subject_));
    const sys_days begin = std::min(first.value_or(today()), today());
    all_days_ = DayRange{begin, today()};
    return *all_days_;
}

Result<std::vector<MetricCell>> Numbers::cells(MetricQuery query) {
    MOORING_TRY(PlayReader * plays, reader());
    // Impressions are not among the facts that `all_days` knows the first of.
    if (query.metric != Metric::impressions) {
        MOORING_TRY(const DayRange all, all_days());
        query.days = cut_to(query.days, all);
    } else {
        query.days = cut_to(query.days, {query.days.begin, today()});
    }
    query.subject = subject_;
    // A long range of hours, which engines answer in pieces only.
    const sys_days end = query.days.end;
    std::vector<MetricCell> cells;
    while (query.days.begin < end) {
        const bool is_hours = query.bucket == Bucket::hour;
        query.days.end =
            is_hours ? std::min(end, query.days.begin + std::chrono::days{analytics::most_days_in_hours}) : end;
        MOORING_TRY(auto table, plays->answer(query));
        for (MetricCell& cell : table.cells) {
            if (cell.count != 0 || cell.ratio) cells.push_back(std::move(cell));
        }
        query.days.begin = query.days.end;
    }
    return cells;
}

Result<std::int64_t> Numbers::count(Metric metric, DayRange days, std::vector<MetricFilter> filters) {
    MOORING_TRY(const auto found, cells({.metric = metric, .days = days, .filters = std::move(filters)}));
    return found.empty() ? 0 : found.front().count;
}

Result<std::map<std::string, std::int64_t>> Numbers::counts_by(Dimension dimension, Metric metric, DayRange days,
                                                               std::vector<MetricFilter> filters) {
    MOORING_TRY(auto found,
                cells({.metric = metric, .days = days, .breakdown = {dimension}, .filters = std::move(filters)}));
    std::map<std::string, std::int64_t> counts;
    for (MetricCell& cell : found) counts[std::move(cell.labels.front())] += cell.count;
    return counts;
}

Result<std::map<EpisodeId, std::int64_t>> Numbers::counts_by_episode(Metric metric, DayRange days) {
    MOORING_TRY(const auto by_label, counts_by(Dimension::episode, metric, days));
    std::map<EpisodeId, std::int64_t> counts;
    for (const auto& [label, count] : by_label) {
        if (const auto episode = parse_decimal(label)) counts[EpisodeId{*episode}] = count;
    }
    return counts;
}

Result<std::optional<double>> Numbers::ratio(MetricQuery query) {
    MOORING_TRY(const auto found, cells(std::move(query)));
    return found.empty() ? std::nullopt : found.front().ratio;
}

Result<analytics::RetentionCurve> Numbers::retention(storage::RetentionQuestion question) {
    MOORING_TRY(PlayReader * plays, reader());
    MOORING_TRY(question.days, all_days());
    return plays->retention(question);
}

Result<std::map<EpisodeId, std::int64_t>> counts_of_all_days(Numbers& numbers, Metric metric) {
    MOORING_TRY(const DayRange all, numbers.all_days());
    return numbers.counts_by_episode(metric, all);
}

}  // namespace mooring::app::numbers
