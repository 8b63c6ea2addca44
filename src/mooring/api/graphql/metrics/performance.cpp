#include "mooring/api/graphql/metrics/makers.hpp"

namespace mooring::api::graphql::metrics {
namespace {

constexpr int percents[]{25, 50, 75, 95, 100};
constexpr std::int64_t sample_rate_ms = 1000;

Cell performance_value(FieldCall& call, const analytics::RetentionCurve& curve) {
    std::vector<Cell> points;
    points.reserve(curve.samples.size());
    const auto figures = analytics::figures_of(curve);
    const bool is_heard = figures.max > 0;
    for (std::size_t second = 0; is_heard && second < curve.samples.size(); ++second) {
        points.push_back(record(call, {{"second", Cell::integer(static_cast<std::int64_t>(second))},
                                       {"sampleCount", Cell::integer(curve.samples[second])}}));
    }
    std::vector<Cell> percentiles;
    for (const int percent : percents) {
        const std::int64_t share = is_heard ? analytics::share_at(curve, percent) : 0;
        percentiles.push_back(record(
            call, {{"completionPercentage", Cell::integer(percent)}, {"audiencePercentage", Cell::integer(share)}}));
    }
    return record_of(call, "EpisodePerformanceValue",
                     {{"points", call.list_of(points)},
                      {"percentiles", call.list_of(percentiles)},
                      {"medianCompletionSeconds", Cell::integer(is_heard ? figures.median_second : 0)},
                      {"sampleRateMs", Cell::integer(is_heard ? sample_rate_ms : 0)},
                      {"maxSampleCount", Cell::integer(figures.max)}});
}

}  // namespace

MadeValues make_performance(FieldCall& call, const Subjects& subjects) {
    subjects.context.note_numbers(subjects.days.counted);
    std::vector<Made> made;
    for (const Subject& subject : subjects.all) {
        analytics::RetentionCurve curve;
        if (subjects.days.counted.days() > 0) {
            MOORING_TRY(curve,
                        subjects.context.services.reports.retention(subject.episode->episode, subjects.days.counted));
        }
        made.push_back({performance_value(call, curve), std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
