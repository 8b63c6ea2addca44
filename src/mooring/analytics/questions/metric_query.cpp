#include "mooring/analytics/questions/metric_query.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace mooring::analytics {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

sys_days begin_of_bucket(Bucket bucket, sys_days day) {
    const std::chrono::year_month_day date{day};
    switch (bucket) {
        case Bucket::total:
        case Bucket::hour:
        case Bucket::day: return day;
        case Bucket::week: return day - (std::chrono::weekday{day} - std::chrono::Monday);
        case Bucket::month: return sys_days{date.year() / date.month() / 1};
    }
    return day;
}

sys_days end_of_bucket(Bucket bucket, sys_days day) {
    const sys_days begin = begin_of_bucket(bucket, day);
    if (bucket == Bucket::week) return begin + days{7};
    if (bucket != Bucket::month) return begin + days{1};
    const std::chrono::year_month_day date{begin};
    return sys_days{date.year() / date.month() / 1 + std::chrono::months{1}};
}

bool is_whole_week(const std::pair<Instant, Instant>& bucket) {
    return bucket.second - bucket.first == days{7};
}

bool can_run(Metric metric) {
    const MetricKind kind = row_of(metric).kind;
    return kind == MetricKind::sum || kind == MetricKind::distinct;
}

Result<void> check_dimension(const MetricQuery& query, Dimension dimension, const char* field) {
    if (is_offered(query.metric, dimension)) return ok();
    return invalid(
        field, std::string{row_of(query.metric).id} + " is not broken down by " + std::string{to_string(dimension)});
}

Result<void> check_episode_days(const MetricQuery& query) {
    if (query.episode_days.empty()) return ok();
    const MetricKind kind = row_of(query.metric).kind;
    const bool is_apt = kind == MetricKind::sum || kind == MetricKind::distinct ||
                        query.metric == Metric::completion_rate || query.metric == Metric::mean_listen_ms;
    const bool is_by_episode = !query.breakdown.empty() && query.breakdown.front() == Dimension::episode;
    if (!is_apt || !is_by_episode || query.bucket != Bucket::total) {
        return invalid("episode_days", "days of their own are for totals by episode");
    }
    if (query.episode_days.size() > most_publications) return invalid("episode_days", "too many episodes at once");
    return ok();
}

}  // namespace

Result<void> check(const MetricQuery& query) {
    if (query.days.end < query.days.begin) return invalid("days", "the range ends before it begins");
    const std::int64_t longest = query.bucket == Bucket::hour ? most_days_in_hours : most_days;
    if (query.days.days() > longest) {
        return invalid("days", "the range is longer than " + std::to_string(longest) + " days");
    }
    if (query.breakdown.size() > 2) return invalid("breakdown", "at most two dimensions at once");
    for (const Dimension dimension : query.breakdown) MOORING_CHECK(check_dimension(query, dimension, "breakdown"));
    for (const MetricFilter& filter : query.filters) MOORING_CHECK(check_dimension(query, filter.dimension, "filters"));
    const MetricKind kind = row_of(query.metric).kind;
    if (query.is_running && (!can_run(query.metric) || !query.breakdown.empty())) {
        return invalid("is_running", "only plain sums and listeners have running totals");
    }
    if (query.bucket == Bucket::hour && kind != MetricKind::sum && kind != MetricKind::distinct) {
        return invalid("bucket", std::string{row_of(query.metric).id} + " is not known by the hour");
    }
    if (kind == MetricKind::funnel && query.bucket != Bucket::total) {
        return invalid("bucket", "a funnel is over the whole range");
    }
    if (query.metric == Metric::sd_first_30d && query.bucket != Bucket::total) {
        return invalid("bucket", "first days are counted over the whole range");
    }
    if (query.metric != Metric::sd_first_30d && !query.publications.empty()) {
        return invalid("publications", "only first days are counted from publications on");
    }
    if (query.publications.size() > most_publications) return invalid("publications", "too many publications at once");
    MOORING_CHECK(check_episode_days(query));
    if (query.metric == Metric::weekly_retention && query.bucket != Bucket::week && query.bucket != Bucket::total) {
        return invalid("bucket", "weekly retention is by the week");
    }
    return ok();
}

std::vector<std::pair<Instant, Instant>> buckets_of(const MetricQuery& query) {
    std::vector<std::pair<Instant, Instant>> buckets;
    if (query.days.days() == 0) return buckets;
    if (query.bucket == Bucket::total) return {{query.days.begin, query.days.end}};
    if (query.bucket == Bucket::hour) {
        for (Instant hour = query.days.begin; hour < query.days.end; hour += std::chrono::hours{1}) {
            buckets.emplace_back(hour, hour + std::chrono::hours{1});
        }
        return buckets;
    }
    for (sys_days day = query.days.begin; day < query.days.end; day = end_of_bucket(query.bucket, day)) {
        buckets.emplace_back(day, std::min(end_of_bucket(query.bucket, day), query.days.end));
    }
    if (query.metric == Metric::weekly_retention) std::erase_if(buckets, std::not_fn(is_whole_week));
    return buckets;
}

Instant bucket_begin(const MetricQuery& query, Instant at) {
    if (query.bucket == Bucket::total) return query.days.begin;
    if (query.bucket == Bucket::hour) return std::chrono::floor<std::chrono::hours>(at);
    const sys_days begin = begin_of_bucket(query.bucket, std::chrono::floor<days>(at));
    return std::max(begin, query.days.begin);
}

MetricTable shaped(const MetricQuery& query, std::vector<MetricCell> found) {
    const auto buckets = buckets_of(query);
    std::map<Instant, Instant> ends(buckets.begin(), buckets.end());
    std::erase_if(found, [&](const MetricCell& cell) { return !ends.contains(cell.begin); });
    if (query.breakdown.empty()) {
        std::map<Instant, MetricCell> by_begin;
        for (MetricCell& cell : found) by_begin.insert_or_assign(cell.begin, std::move(cell));
        found.clear();
        std::int64_t running = 0;
        for (const auto& [begin, end] : buckets) {
            const auto cell = by_begin.find(begin);
            found.push_back(cell == by_begin.end() ? MetricCell{.begin = begin} : std::move(cell->second));
            running += found.back().count;
            if (query.is_running) found.back().count = running;
        }
    } else {
        std::erase_if(found, [](const MetricCell& cell) { return cell.count == 0 && !cell.ratio; });
    }
    for (MetricCell& cell : found) cell.end = ends.at(cell.begin);
    std::ranges::sort(found, [](const MetricCell& left, const MetricCell& right) {
        const double left_ratio = left.ratio.value_or(0);
        const double right_ratio = right.ratio.value_or(0);
        return std::tie(left.begin, right.count, right_ratio, left.labels) <
               std::tie(right.begin, left.count, left_ratio, right.labels);
    });
    MetricTable table;
    std::size_t in_bucket = 0;
    for (MetricCell& cell : found) {
        in_bucket = !table.cells.empty() && table.cells.back().begin == cell.begin ? in_bucket + 1 : 1;
        if (query.limit != 0 && in_bucket > query.limit) continue;
        table.cells.push_back(std::move(cell));
    }
    return table;
}

MetricQuery previous_period(MetricQuery query) {
    const days length{query.days.days()};
    query.days = {query.days.begin - length, query.days.begin};
    return query;
}

std::optional<double> difference(double current, double previous) {
    if (previous == 0) return std::nullopt;
    return (current - previous) / previous;
}

std::optional<double> percentile(std::vector<double> values, int percent) {
    if (values.empty()) return std::nullopt;
    std::ranges::sort(values);
    const double rank = std::ceil(static_cast<double>(values.size()) * percent / 100.0);
    const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
    return values[std::min(index, values.size() - 1)];
}

}  // namespace mooring::analytics
