#include "mooring/api/graphql/metrics/analytics_request.hpp"

#include <array>

#include "mooring/api/graphql/errors.hpp"

namespace mooring::api::graphql::metrics {
namespace {

using analytics::DayRange;

constexpr std::int64_t most_custom_days = 3700;

struct NamedWindow {
    std::string_view name;
    Window::Kind kind;
    int days = 0;
};
constexpr std::array windows{
    NamedWindow{"WINDOW_ALL_TIME", Window::Kind::all_time},
    NamedWindow{"WINDOW_UNSPECIFIED", Window::Kind::all_time},
    NamedWindow{"WINDOW_LAST_SEVEN_DAYS", Window::Kind::last_days, 7},
    NamedWindow{"WINDOW_LAST_THIRTY_DAYS", Window::Kind::last_days, 30},
    NamedWindow{"WINDOW_LAST_SIXTY_DAYS", Window::Kind::last_days, 60},
    NamedWindow{"WINDOW_LAST_NINETY_DAYS", Window::Kind::last_days, 90},
    NamedWindow{"WINDOW_YEAR_TO_DATE", Window::Kind::year_to_date},
    NamedWindow{"WINDOW_CUSTOM", Window::Kind::custom},
    NamedWindow{"WINDOW_FIRST_SEVEN_DAYS", Window::Kind::first_days, 7},
    NamedWindow{"WINDOW_FIRST_THIRTY_DAYS", Window::Kind::first_days, 30},
    NamedWindow{"WINDOW_FIRST_SIXTY_DAYS", Window::Kind::first_days, 60},
    NamedWindow{"WINDOW_SINCE_PUBLISHED", Window::Kind::since_published},
};

Result<DayRange> read_custom_range(const Value& range) {
    if (!range.is_object()) return bad_input("WINDOW_CUSTOM needs customDateRange");
    const auto first = app::reporting::parse_day(range["startDate"].text());
    if (!first) return bad_input("customDateRange.startDate is no date");
    const auto last = app::reporting::parse_day(range["endDate"].text());
    if (!last) return bad_input("customDateRange.endDate is no date");
    if (*last < *first) return bad_input("customDateRange ends before it starts");
    const DayRange days{*first, *last + std::chrono::days{1}};
    if (days.days() > most_custom_days) {
        return bad_input("customDateRange is longer than " + std::to_string(most_custom_days) + " days");
    }
    return days;
}

Bucket read_bucket(std::string_view name) {
    if (name == "AGGREGATION_TYPE_DAILY") return Bucket::day;
    if (name == "AGGREGATION_TYPE_WEEKLY") return Bucket::week;
    return name == "AGGREGATION_TYPE_MONTHLY" ? Bucket::month : Bucket::total;
}

bool takes(Points points, Bucket bucket) {
    switch (points) {
        case Points::none: return bucket == Bucket::total;
        case Points::all: return true;
        case Points::daily: return bucket == Bucket::total || bucket == Bucket::day;
        case Points::weekly: return bucket == Bucket::total || bucket == Bucket::week;
    }
    return false;
}

/// Section 7: of metrics with every series only the total refuses, of others everything does.
bool refuses_custom(const AnalyticsRequest& request) {
    return request.plan->refuses_custom_total && (request.is_total() || request.plan->points != Points::all);
}

}  // namespace

Result<Window> read_window(std::string_view name, const Value& custom_range) {
    Window window;
    for (const NamedWindow& named : windows) {
        if (named.name != name) continue;
        window.kind = named.kind;
        window.days = named.days;
    }
    if (window.kind == Window::Kind::custom) {
        MOORING_TRY(window.custom, read_custom_range(custom_range));
    }
    return window;
}

Result<AnalyticsRequest> read_analytics_request(const Value& input, SubjectKind kind) {
    AnalyticsRequest request;
    const bool is_show = kind == SubjectKind::show;
    const Value& metric = input[is_show ? "showAnalyticsMetricType" : "episodeAnalyticsMetricType"];
    request.plan = is_show ? find_show_metric(metric.text()) : find_episode_metric(metric.text());
    if (request.plan == nullptr) return not_available("this metric is not kept");
    request.bucket = read_bucket(input["aggregationType"].text());
    const std::string_view window = input["window"].text();
    if (!takes(request.plan->points, request.bucket)) {
        return window_not_supported(std::string{request.plan->name} + " does not take this aggregation");
    }
    if (window == "WINDOW_CUSTOM" && refuses_custom(request)) {
        return window_not_supported(std::string{request.plan->name} + " does not take WINDOW_CUSTOM");
    }
    MOORING_TRY(request.window, read_window(window, input["customDateRange"]));
    if (is_show && request.window.is_from_publication()) {
        return window_not_supported("windows counted from publication are for episodes");
    }
    request.window.is_near_real_time = input["freshness"].text() == "NEAR_REAL_TIME";
    request.compares = input["includePeriodComparison"].is_boolean() && input["includePeriodComparison"].as_boolean();
    request.benchmark = input["benchmarkParams"];
    request.geo = input["geoParams"];
    request.geo_metric = input["geoMetricType"].text();
    return request;
}

}  // namespace mooring::api::graphql::metrics
