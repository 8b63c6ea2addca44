#include <cmath>

#include "mooring/api/graphql/metrics/makers.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::api::graphql::metrics {
namespace {

/// The numbers of the discovery funnel, of one subject.
struct Discovery {
    std::int64_t impressions = 0, plays = 0;
    std::optional<double> completion;

    std::optional<double> step(std::size_t index) const {
        if (index == 2) return completion;
        return static_cast<double>(index == 0 ? impressions : plays);
    }
};

Result<std::vector<Discovery>> discover(const Subjects& subjects) {
    MOORING_TRY(const auto seen, subjects.ask(subjects.question(Metric::impressions)));
    MOORING_TRY(const auto played, subjects.ask(subjects.question(Metric::plays)));
    MOORING_TRY(const auto completed, subjects.ask(subjects.question(Metric::completion_rate)));
    std::vector<Discovery> found;
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        // How far people heard is known of what is hosted here.
        const bool is_known = domain::is_hosted_here(subjects.all[index].show->show);
        found.push_back(
            {count_of(seen[index]), count_of(played[index]), is_known ? ratio_of(completed[index]) : std::nullopt});
    }
    return found;
}

std::optional<double> difference(const std::optional<double>& now, const std::optional<double>& before) {
    return now && before ? analytics::difference(*now, *before) : std::nullopt;
}

}  // namespace

MadeValues make_discovery_funnel(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request) {
    struct Step {
        std::string_view name, title;
    };
    static constexpr Step steps[]{
        {"impressions", "Impressions"}, {"plays", "Plays"}, {"average_completion_rate", "Average Completion Rate"}};
    MOORING_TRY(const auto found, discover(subjects));
    std::vector<Discovery> before;
    if (request.window.is_bounded()) {
        MOORING_TRY(before, discover(subjects.before()));
    }
    const Cell first_day = call.copy_text(iso8601_date(subjects.days.asked.begin));
    const Cell last_day = call.copy_text(iso8601_date(subjects.days.asked.end - std::chrono::days{1}));
    std::vector<Made> made;
    for (std::size_t index = 0; index < found.size(); ++index) {
        const Discovery& now = found[index];
        std::vector<Cell> cells;
        for (std::size_t step = 0; step < std::size(steps); ++step) {
            const auto number = now.step(step);
            const Cell value = step == 2
                                   ? record_of(call, "RatioValueFloat", {{"value", number_or_null(number)}})
                                   : record_of(call, "CountValueLong",
                                               {{"value", Cell::integer(step == 0 ? now.impressions : now.plays)}});
            Cell conversion;
            if (step == 0 && now.impressions > 0) {
                conversion = Cell::number(static_cast<double>(now.plays) / static_cast<double>(now.impressions));
            }
            const auto change = before.empty() ? std::optional<double>{} : difference(number, before[index].step(step));
            cells.push_back(record(call, {{"stepName", Cell::text(steps[step].name)},
                                          {"displayName", Cell::text(steps[step].title)},
                                          {"startDate", first_day},
                                          {"endDate", last_day},
                                          {"conversionRateToNext", conversion},
                                          {"periodOverPeriodPercentageDiff", number_or_null(change)},
                                          {"stepValue", value}}));
        }
        made.push_back({record_of(call, "DiscoveryFunnelValue", {{"steps", call.list_of(cells)}}), std::nullopt});
    }
    return made;
}

MadeValues make_impressions_funnel(FieldCall& call, const Subjects& subjects) {
    struct Step {
        std::string_view id, title;
        Metric metric;
    };
    static constexpr Step steps[]{{"impressions", "Impressions", Metric::funnel_impressions},
                                  {"considerations", "Considerations", Metric::funnel_considerations},
                                  {"streams", "Streams", Metric::funnel_streams}};
    constexpr double decimals = 100'000;  // shares are rounded to five of them
    std::vector<std::vector<MetricTable>> tables;
    for (const Step& step : steps) {
        MOORING_TRY(auto table, subjects.ask(subjects.question(step.metric)));
        tables.push_back(std::move(table));
    }
    std::vector<Made> made;
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        std::vector<Cell> cells;
        for (std::size_t step = 0; step < std::size(steps); ++step) {
            const std::int64_t count = count_of(tables[step][index]);
            Cell conversion;
            if (step > 0) {
                const auto before = static_cast<double>(count_of(tables[step - 1][index]));
                const double share = before == 0 ? 0 : static_cast<double>(count) / before;
                conversion = Cell::number(std::round(share * decimals) / decimals);
            }
            cells.push_back(record(call, {{"id", Cell::text(steps[step].id)},
                                          {"displayName", Cell::text(steps[step].title)},
                                          {"count", Cell::integer(count)},
                                          {"conversionPercent", conversion}}));
        }
        made.push_back({record_of(call, "ImpressionsFunnelValue", {{"counts", call.list_of(cells)}}), std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
