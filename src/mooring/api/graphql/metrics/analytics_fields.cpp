#include "mooring/api/graphql/metrics/analytics_fields.hpp"

#include <algorithm>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/metrics/makers.hpp"
#include "mooring/api/graphql/metrics/window_begins.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::api::graphql::metrics {

MadeValues make_values(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request) {
    switch (request.plan->shape) {
        case Shape::count:
        case Shape::comments:
        case Shape::ratio:
        case Shape::percentage:
        case Shape::audience:
        case Shape::segments:
        case Shape::consumption:
        case Shape::mean_consumption:
        case Shape::hours_per_person:
        case Shape::mean_per_day: return make_numbers(call, subjects, request);
        case Shape::discovery_funnel: return make_discovery_funnel(call, subjects, request);
        case Shape::impressions_funnel: return make_impressions_funnel(call, subjects);
        case Shape::people_facets: return make_people_facets(call, subjects, request.plan->metric);
        case Shape::surface_facets: return make_surface_facets(call, subjects);
        case Shape::apps:
        case Shape::devices: return make_shares(call, subjects, request);
        case Shape::places:
        case Shape::shown_places:
        case Shape::countries: return make_places(call, subjects, request);
        case Shape::top_episodes: return make_top_episodes(call, subjects);
        case Shape::top_by_impressions: return make_top_by_impressions(call, subjects);
        case Shape::top_clips: return make_top_clips(call, subjects);
        case Shape::benchmark: return make_benchmark(call, subjects, request);
        case Shape::performance: return make_performance(call, subjects);
    }
    return Error{Errc::internal, "a metric without a shape"};
}

namespace {

/// Whether one question answers a metric of episodes that each have days of their own: totals that the store tells
/// apart by episode.
bool takes_own_days(const AnalyticsRequest& request) {
    switch (request.plan->shape) {
        case Shape::count:
        case Shape::audience:
        case Shape::consumption:
        case Shape::mean_consumption:
        case Shape::percentage: return request.is_total();
        default: return false;
    }
}

/// Subjects that are asked together, and where they stand among the parents.
struct Batch {
    Subjects subjects;
    std::vector<std::size_t> places;
};

std::vector<Batch> batches_of(const Context& context, const std::vector<Subject>& subjects,
                              const std::vector<std::size_t>& places, const AnalyticsRequest& request,
                              const std::vector<std::chrono::sys_days>& begins) {
    std::vector<Batch> batches;
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        const WindowDays days = app::reporting::days_of(request.window, begins[index], context.now);
        if (subjects[index].episode != nullptr && takes_own_days(request)) {
            if (batches.empty() || batches.back().subjects.size() == analytics::most_publications) {
                batches.push_back({{context, {}, days, false, {}}, {}});
            }
            Batch& all = batches.back();
            all.subjects.all.push_back(subjects[index]);
            all.subjects.each.push_back(days);
            all.subjects.days = around(all.subjects.days, days);
            all.places.push_back(places[index]);
            continue;
        }
        auto same = std::ranges::find(batches, days, [](const Batch& batch) { return batch.subjects.days; });
        if (same == batches.end()) {
            const bool is_running = subjects[index].episode != nullptr && request.window.is_from_publication();
            batches.push_back({{context, {}, days, is_running, {}}, {}});
            same = batches.end() - 1;
        }
        same->subjects.all.push_back(subjects[index]);
        same->places.push_back(places[index]);
    }
    for (Batch& batch : batches) {
        auto& each = batch.subjects.each;
        const bool is_shared = std::ranges::all_of(each, [&](const WindowDays& own) { return own == each.front(); });
        if (is_shared) each.clear();
    }
    return batches;
}

/// By how much each number changed against the period before; nothing where there is nothing to compare.
Result<std::vector<std::optional<double>>> changes(FieldCall& call, const Subjects& subjects,
                                                   const AnalyticsRequest& request, const std::vector<Made>& now) {
    std::vector<std::optional<double>> found(now.size());
    const bool has_numbers = std::ranges::any_of(now, [](const Made& made) { return made.number.has_value(); });
    if (!request.compares || !request.is_total() || !request.window.is_bounded() || !has_numbers) return found;
    MOORING_TRY(const auto before, make_values(call, subjects.before(), request));
    for (std::size_t index = 0; index < now.size(); ++index) {
        if (now[index].number && before[index].number) {
            found[index] = analytics::difference(*now[index].number, *before[index].number);
        }
    }
    return found;
}

Result<std::vector<std::int64_t>> followers(const Subjects& subjects) {
    MOORING_TRY(const auto tables, subjects.ask(subjects.question(Metric::followers)));
    std::vector<std::int64_t> counts;
    for (const MetricTable& table : tables) counts.push_back(count_of(table));
    return counts;
}

Result<void> answer_batch(FieldCall& call, const Batch& batch, const AnalyticsRequest& request) {
    const Subjects& subjects = batch.subjects;
    MOORING_TRY(const auto made, make_values(call, subjects, request));
    MOORING_TRY(const auto change, changes(call, subjects, request, made));
    std::vector<std::int64_t> followed(subjects.size());
    if (call.selects("followerCount")) {
        MOORING_TRY(followed, followers(subjects));
    }
    const Cell type = Cell::text(request.plan->name);
    for (std::size_t index = 0; index < made.size(); ++index) {
        const DayRange asked = subjects.days_of(index).asked;
        const Cell first_day = call.copy_text(iso8601_date(asked.begin));
        const Cell last_day = call.copy_text(iso8601_date(asked.end - std::chrono::days{1}));
        const Cell value = record(call, {{"analyticsValue", made[index].value},
                                         {"periodOverPeriodPercentageDiff", number_or_null(change[index])}});
        call.set(batch.places[index], record(call, {{"type", type},
                                                    {"startDate", first_day},
                                                    {"endDate", last_day},
                                                    {"followerCount", Cell::integer(followed[index])},
                                                    {"analyticsValue", value}}));
    }
    return ok();
}

/// Refuse what has to be hosted here and is not; the others stay.
void hosted_only(FieldCall& call, std::vector<Subject>& subjects, std::vector<std::size_t>& places) {
    std::size_t kept = 0;
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        const auto hosted = require_hosting(subjects[index].show->show);
        if (!hosted) {
            call.fail(places[index], hosted.error());
            continue;
        }
        subjects[kept] = subjects[index];
        places[kept] = places[index];
        ++kept;
    }
    subjects.resize(kept);
    places.resize(kept);
}

/// `subjects` are those that have analytics, `places` where they stand among the parents of the call.
void answer(FieldCall& call, std::vector<Subject> subjects, std::vector<std::size_t> places, const Value& input,
            SubjectKind kind) {
    const auto request = read_analytics_request(input, kind);
    if (!request) {
        for (const std::size_t place : places) call.fail(place, request.error());
        return;
    }
    if (needs_hosting(*request->plan)) hosted_only(call, subjects, places);
    if (subjects.empty()) return;
    const Context& context = context_of(call);
    // Where all time begins matters to what shows it, and to means over days; a count is the same from any day before.
    const bool is_plain = takes_own_days(*request) && !call.selects("startDate") && !call.selects("endDate");
    const auto begins = window_begins(context, subjects, request->window, is_plain ? Begins::early : Begins::own);
    if (!begins) {
        for (const std::size_t place : places) call.fail(place, shown(begins.error()));
        return;
    }
    for (const Batch& batch : batches_of(context, subjects, places, *request, *begins)) {
        const auto done = answer_batch(call, batch, *request);
        if (done) continue;
        for (const std::size_t place : batch.places) call.fail(place, shown(done.error()));
    }
}

void show_analytics(FieldCall& call, Parents<ShowNode> shows) {
    std::vector<Subject> subjects;
    std::vector<std::size_t> places;
    for (std::size_t index = 0; index < shows.size(); ++index) {
        subjects.push_back({&shows[index], nullptr});
        places.push_back(index);
    }
    answer(call, std::move(subjects), std::move(places), call.argument("getShowAnalyticsRequest"), SubjectKind::show);
}

/// Those that are published; the others get the error that says why they have no analytics.
void published_only(FieldCall& call, Parents<EpisodeNode> episodes, std::vector<Subject>& subjects,
                    std::vector<std::size_t>& places) {
    for (std::size_t index = 0; index < episodes.size(); ++index) {
        if (episodes[index].is_published(context_of(call).now)) {
            subjects.push_back({episodes[index].show, &episodes[index]});
            places.push_back(index);
        } else {
            call.fail(index, not_available("an episode that is not published has no analytics"));
        }
    }
}

void answer_episodes(FieldCall& call, Parents<EpisodeNode> episodes, std::string_view argument) {
    std::vector<Subject> subjects;
    std::vector<std::size_t> places;
    published_only(call, episodes, subjects, places);
    answer(call, std::move(subjects), std::move(places), call.argument(argument), SubjectKind::episode);
}

/// A number of all complete days, straight on the episode.
template <class Present>
void all_time_number(FieldCall& call, Parents<EpisodeNode> episodes, Metric metric, Present present) {
    std::vector<Subject> subjects;
    std::vector<std::size_t> places;
    published_only(call, episodes, subjects, places);
    const Context& context = context_of(call);
    const auto count = [&]() -> Result<std::vector<MetricTable>> {
        MOORING_TRY(const auto begins, window_begins(context, subjects, Window{}, Begins::early));
        if (subjects.empty()) return std::vector<MetricTable>{};
        const Subjects all{
            context, subjects, app::reporting::days_of(Window{}, begins.front(), context.now), false, {}};
        return all.ask(all.question(metric));
    };
    const auto tables = count();
    for (std::size_t index = 0; index < places.size(); ++index) {
        if (tables) {
            call.set(places[index], present(Cell::integer(count_of((*tables)[index]))));
        } else {
            call.fail(places[index], shown(tables.error()));
        }
    }
}

void add_number(Resolvers& resolvers, std::string field, Metric metric) {
    resolvers.batch<EpisodeNode>(std::move(field), [metric](FieldCall& call, Parents<EpisodeNode> episodes) {
        all_time_number(call, episodes, metric, [](Cell cell) { return cell; });
    });
}

void analytics_starts(FieldCall& call, Parents<EpisodeNode> episodes) {
    all_time_number(call, episodes, Metric::starts, [&](Cell cell) { return record(call, {{"startsCount", cell}}); });
}

/// `Show.streamsAndDownloads`.
void show_views(FieldCall& call, Parents<ShowNode> shows) {
    const Value& input = call.argument("getShowStreamsAndDownloadsRequest");
    const std::string_view name = input["window"].has_value() ? input["window"].text() : "WINDOW_ALL_TIME";
    std::vector<Subject> subjects;
    std::vector<std::size_t> places;
    for (std::size_t index = 0; index < shows.size(); ++index) {
        subjects.push_back({&shows[index], nullptr});
        places.push_back(index);
    }
    hosted_only(call, subjects, places);
    if (subjects.empty()) return;
    const auto count = [&]() -> Result<std::vector<MetricTable>> {
        MOORING_TRY(const Window window, read_window(name, input["customDateRange"]));
        if (window.is_from_publication()) {
            return window_not_supported("windows counted from publication are for episodes");
        }
        const Context& context = context_of(call);
        MOORING_TRY(const auto begins, window_begins(context, subjects, window, Begins::early));
        const Subjects all{context, subjects, app::reporting::days_of(window, begins.front(), context.now), false, {}};
        return all.ask(all.question(Metric::sd));
    };
    const auto tables = count();
    for (std::size_t index = 0; index < places.size(); ++index) {
        if (!tables) {
            call.fail(places[index], shown(tables.error()));
            continue;
        }
        const Cell views = record(call, {{"viewCount", Cell::integer(count_of((*tables)[index]))}});
        call.set(places[index], record(call, {{"showViews", views}}));
    }
}

constexpr mooring::graphql::FieldCost analytics_cost{.weight = 50, .items = 1};

}  // namespace

void add_analytics_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<ShowNode>("Show.analytics", show_analytics, analytics_cost);
    resolvers.batch<EpisodeNode>(
        "Episode.analytics",
        [](FieldCall& call, Parents<EpisodeNode> episodes) {
            answer_episodes(call, episodes, "getEpisodePlayCountRequest");
        },
        analytics_cost);
    resolvers.batch<EpisodeNode>(
        "Episode.analyticsBatch",
        [](FieldCall& call, Parents<EpisodeNode> episodes) {
            answer_episodes(call, episodes, "batchGetEpisodeAnalyticsItem");
        },
        analytics_cost);
    add_number(resolvers, "Episode.starts", Metric::starts);
    add_number(resolvers, "Episode.streams", Metric::streams);
    add_number(resolvers, "Episode.listeners", Metric::listeners);
    resolvers.batch<EpisodeNode>("Episode.analyticsStarts", analytics_starts);
    resolvers.batch<ShowNode>("Show.streamsAndDownloads", show_views);
    add_records(resolvers, schema,
                {"SingleValueLong",
                 "CountValueLong",
                 "RatioValueFloat",
                 "PercentageValueFloat",
                 "AudienceValue",
                 "SegmentedAudienceValue",
                 "ConsumptionValue",
                 "AverageConsumptionTimeValue",
                 "TimeSeriesPoint",
                 "TimeSeriesValue",
                 "DiscoveryFunnelStep",
                 "DiscoveryFunnelValue",
                 "ImpressionsFunnelStep",
                 "ImpressionsFunnelValue",
                 "BenchmarkPercentile",
                 "BenchmarkPoint",
                 "BenchmarkTimeSeriesValue",
                 "GenderCount",
                 "GenderBreakdown",
                 "AgeBracketBreakdown",
                 "ImpressionSourceCount",
                 "ImpressionSourceBreakdown",
                 "FacetedValue",
                 "AppShare",
                 "AppDistributionValue",
                 "DeviceShare",
                 "DeviceDistributionValue",
                 "GeoShare",
                 "GeoDistributionValue",
                 "TopEpisode",
                 "TopEpisodesValue",
                 "TopEpisodeFaceted",
                 "TopEpisodesFacetedValue",
                 "TopClip",
                 "TopClipsValue",
                 "EpisodePerformancePoint",
                 "EpisodePerformancePercentile",
                 "EpisodePerformanceValue",
                 "AnalyticsValueResult",
                 "ShowAnalytics",
                 "EpisodeAnalytics",
                 "EpisodeStarts",
                 "ShowViews",
                 "ShowStreamsAndDownloads"});
}

}  // namespace mooring::api::graphql::metrics
