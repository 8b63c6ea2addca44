#include "mooring/api/graphql/metrics/play_totals.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::api::graphql::metrics {

Result<PlayTotals> play_totals(const Context& context, const std::vector<ShowId>& shows) {
    PlayTotals totals;
    if (shows.empty()) return totals;
    const app::reporting::Reports& reports = context.services.reports;
    analytics::MetricQuery query;
    query.subject.shows = shows;
    query.metric = analytics::Metric::pd;
    query.breakdown = {analytics::Dimension::episode};
    const auto today = std::chrono::floor<std::chrono::days>(context.now);
    MOORING_TRY(const auto first, reports.first_day(query.subject));
    if (!first || *first >= today) return totals;
    query.days = {*first, today};
    MOORING_TRY(const auto table, reports.answer(query));
    for (const analytics::MetricCell& cell : table.cells) {
        if (const auto id = parse_decimal(cell.labels.front())) totals.add(EpisodeId{*id}, cell.count);
    }
    return totals;
}

}  // namespace mooring::api::graphql::metrics
