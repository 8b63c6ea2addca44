#include <algorithm>
#include <array>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/metrics/makers.hpp"
#include "mooring/app/reporting/country_names.hpp"
#include "mooring/base/utf8.hpp"

// Shares by application, device and place (creators-graphql.md, 5.4).

namespace mooring::api::graphql::metrics {
namespace {

using analytics::Dimension;
using analytics::MetricCell;
using analytics::MetricFilter;

constexpr std::string_view other = "Other";

struct Color {
    std::string_view name, color;
};
// analytics-rest.md, 5.8 and 5.9.
constexpr std::array app_colors{
    Color{"Spotify", "#1ED760"},      Color{"Web Browser", "#5D55FF"}, Color{"Apple Podcasts", "#D56DFB"},
    Color{"Pocket Casts", "#F43E37"}, Color{"CastBox", "#F55B23"},     Color{"Mooring Player", "#0F7B8A"},
    Color{other, "#FF4834"}};
constexpr std::array device_colors{Color{"iPhone", "#5D55FF"}, Color{"Android", "#26008D"}, Color{"Mac", "#EF77A1"},
                                   Color{"Windows", "#80AC0B"}, Color{other, "#FF4834"}};
constexpr std::array<std::string_view, 10> further_colors{"#26008D", "#EF77A1", "#80AC0B", "#9691FF", "#C9A227",
                                                          "#2E5AAC", "#8C564B", "#17A398", "#B5179E", "#6C757D"};

template <class Colors>
std::string_view color_of(const Colors& colors, std::string_view name, std::size_t row) {
    const auto found = std::ranges::find(colors, name, &Color::name);
    return found == colors.end() ? further_colors[row % further_colors.size()] : found->color;
}

struct Row {
    std::string name;
    std::int64_t count = 0;
};

/// Largest first, then by name, what is not known last.
std::vector<Row> rows_of(const MetricTable& table) {
    std::vector<Row> rows;
    for (const MetricCell& cell : table.cells) {
        const std::string& label = cell.labels.front();
        const std::string name = label.empty() ? std::string{other} : label;
        const auto same = std::ranges::find(rows, name, &Row::name);
        if (same == rows.end()) {
            rows.push_back({name, cell.count});
        } else {
            same->count += cell.count;
        }
    }
    std::erase_if(rows, [](const Row& row) { return row.count == 0; });
    std::ranges::sort(rows, [](const Row& left, const Row& right) {
        return std::tuple{left.name == other, -left.count, std::string_view{left.name}} <
               std::tuple{right.name == other, -right.count, std::string_view{right.name}};
    });
    return rows;
}

double total_of(const std::vector<Row>& rows) {
    std::int64_t total = 0;
    for (const Row& row : rows) total += row.count;
    return static_cast<double>(total);
}

// --- places ------------------------------------------------------------------------------------------------------

bool is_unknown_country(std::string_view code) {
    return code.empty() || code == "ZZ";
}

struct PlaceQuestion {
    Dimension level = Dimension::country;
    std::string country;  ///< a code; empty: there is no such country
    std::string region;   ///< as it was asked for; empty: all
};

/// Errors: invalid_argument (a level without the country it needs).
Result<PlaceQuestion> read_places(const Value& geo) {
    PlaceQuestion asked;
    const std::string_view level = geo["resultGeo"].text();
    if (level == "GEO_REGION") asked.level = Dimension::region;
    if (level == "GEO_CITY") asked.level = Dimension::city;
    if (asked.level == Dimension::country) return asked;
    if (geo["country"].text().empty()) {
        return bad_input(asked.level == Dimension::region ? "a country is needed for regions"
                                                          : "a country is needed for cities");
    }
    asked.country = app::reporting::find_country(geo["country"].text()).value_or(std::string{});
    if (asked.level == Dimension::city) asked.region = geo["region"].text();
    return asked;
}

/// How facts spell each region that a name stands for.
std::vector<std::string> spellings(const MetricTable& regions, std::string_view name) {
    std::vector<std::string> found;
    const std::string folded = fold_case(name);
    for (const MetricCell& cell : regions.cells) {
        if (fold_case(cell.labels.front()) == folded) found.push_back(cell.labels.front());
    }
    return found;
}

/// The rows of a level within its country, and region.
Result<std::vector<MetricTable>> ask_places(const Subjects& subjects, Metric metric, const PlaceQuestion& asked) {
    MetricQuery query = subjects.question(metric);
    query.breakdown = {asked.level};
    if (asked.level == Dimension::country) return subjects.ask(query);
    if (asked.country.empty()) return std::vector<MetricTable>(subjects.size());
    query.filters = {MetricFilter{Dimension::country, asked.country}};
    if (asked.region.empty()) return subjects.ask(query);
    MetricQuery regions = query;
    regions.breakdown = {Dimension::region};
    MOORING_TRY(const auto known, subjects.ask(regions));
    std::vector<MetricTable> tables;
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        const Subjects one{subjects.context, {subjects.all[index]}, subjects.days, subjects.is_running, {}};
        MetricTable together;
        for (const std::string& region : spellings(known[index], asked.region)) {
            query.filters = {MetricFilter{Dimension::country, asked.country}, MetricFilter{Dimension::region, region}};
            MOORING_TRY(auto found, one.ask(query));
            std::ranges::move(found.front().cells, std::back_inserter(together.cells));
        }
        tables.push_back(std::move(together));
    }
    return tables;
}

Cell place_cell(FieldCall& call, const Row& row, Dimension level, double total) {
    const double share = static_cast<double>(row.count) / total;
    if (level != Dimension::country) {
        const Cell name = call.copy_text(row.name);
        return record(call, {{"displayName", name}, {"navigationName", name}, {"value", Cell::number(share)}});
    }
    const std::string flag = context_of(call).services.urls.base + "/static/flags/" + to_lower_ascii(row.name) + ".svg";
    return record(call, {{"displayName", call.copy_text(app::reporting::country_name(row.name))},
                         {"flagUrl", call.copy_text(flag)},
                         {"navigationName", call.copy_text(row.name)},
                         {"value", Cell::number(share)}});
}

Metric shown_metric(std::string_view name) {
    if (name == "METRIC_TYPE_STREAMS") return Metric::streams;
    if (name == "METRIC_TYPE_PLAYS_AND_DOWNLOADS") return Metric::pd;
    return name == "METRIC_TYPE_STREAMS_AND_DOWNLOADS" ? Metric::sd : Metric::plays;
}

}  // namespace

MadeValues make_shares(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request) {
    const bool is_app = request.plan->shape == Shape::apps;
    MetricQuery query = subjects.question(request.plan->metric);
    query.breakdown = {is_app ? Dimension::app : Dimension::device};
    MOORING_TRY(const auto tables, subjects.ask(query));
    std::vector<Made> made;
    for (const MetricTable& table : tables) {
        const auto rows = rows_of(table);
        const double total = total_of(rows);
        std::vector<Cell> cells;
        for (std::size_t index = 0; index < rows.size(); ++index) {
            const std::string_view color = is_app ? color_of(app_colors, rows[index].name, index)
                                                  : color_of(device_colors, rows[index].name, index);
            cells.push_back(record(call, {{"displayName", call.copy_text(rows[index].name)},
                                          {"value", Cell::number(static_cast<double>(rows[index].count) / total)},
                                          {"color", Cell::text(color)}}));
        }
        made.push_back({is_app ? record_of(call, "AppDistributionValue", {{"apps", call.list_of(cells)}})
                               : record_of(call, "DeviceDistributionValue", {{"devices", call.list_of(cells)}}),
                        std::nullopt});
    }
    return made;
}

MadeValues make_places(FieldCall& call, const Subjects& subjects, const AnalyticsRequest& request) {
    PlaceQuestion asked;
    if (request.plan->shape != Shape::countries) {
        MOORING_TRY(asked, read_places(request.geo));
    }
    const Metric metric =
        request.plan->shape == Shape::shown_places ? shown_metric(request.geo_metric) : request.plan->metric;
    MOORING_TRY(auto tables, ask_places(subjects, metric, asked));
    std::vector<Made> made;
    for (MetricTable& table : tables) {
        // What is not known at this level is in neither rows nor denominator.
        std::erase_if(table.cells, [&](const MetricCell& cell) {
            const std::string& label = cell.labels.front();
            return asked.level == Dimension::country ? is_unknown_country(label) : label.empty();
        });
        std::vector<Row> rows = rows_of(table);
        if (asked.level == Dimension::country) {
            std::ranges::stable_sort(rows, [](const Row& left, const Row& right) {
                return std::tuple{-left.count, app::reporting::country_name(left.name)} <
                       std::tuple{-right.count, app::reporting::country_name(right.name)};
            });
        }
        const double total = total_of(rows);
        std::vector<Cell> cells;
        for (const Row& row : rows) cells.push_back(place_cell(call, row, asked.level, total));
        made.push_back({record_of(call, "GeoDistributionValue", {{"geos", call.list_of(cells)}}), std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
